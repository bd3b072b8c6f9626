"""After the removal of an account, nothing that was about the person is stored anywhere (docs/security.md)."""

import contextlib
import email
import email.policy
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.accounts import VISITOR
from contracts.builders import PASSWORD
from contracts.running import SUBSCRIPTIONS, Installation
from contracts.user_life import CANARY, EMAIL, TELEPHONE, VALUES, Life, leave_messages, live
from eventually import eventually
from sqlalchemy import ForeignKey, func, select

from services.chassis.bus import OutgoingEvent
from services.chassis.contract import Caller, NotLoggedIn
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.personal_data_operations import ListErasures
from services.chassis.contract.serialization import to_json
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
from services.identity.contracts import WrongCredentials
from services.identity.model.base import Base
from services.servicedesk import contracts as servicedesk

OPERATOR = Caller.operator(OPERATE)


def test_nothing_is_left_of_a_removed_account(installation: Installation, folder: Path) -> None:
    with _logged() as log:
        life = live(installation)
        leave_messages(life)
        events = {service: _events(installation, service) for service in installation.process.runtimes}
        assert _found(folder).keys() == set(VALUES)
        assert not [table for table in _tables_of_persons() if not _rows(life, table)], "let the person have one"

        life.remove()
        eventually(lambda: _is_complete(life), within=60)
        eventually(lambda: not _found(folder), within=60)

        _replay(installation, events)
        _refuse(life)
        eventually(lambda: _is_complete(life), within=60)
        assert not _found(folder)
        assert not [table for table in _tables_of_persons() if _rows(life, table)]
    written = log.getvalue()
    assert "remove_own_account" in written
    assert not [value for value in (CANARY, TELEPHONE) if value in written], "the security log alone has addresses"


def _tables_of_persons() -> list[ForeignKey]:
    """The foreign keys on `persons`: a row that is left refuses the removal."""
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    return [key for key in keys if key.column.table.name == "persons"]


def _rows(life: Life, key: ForeignKey) -> int:
    mine = select(func.count()).where(key.parent == life.person.user_id)
    return int(life.installation.rows("identity", mine)[0][0])


def _refuse(life: Life) -> None:
    """The former account is as unknown as any other, and what it had open stores nothing any more."""
    with pytest.raises(WrongCredentials):
        life.installation.call(identity.LogIn, VISITOR, email=EMAIL, password=PASSWORD)
    late = {"subject": "question", "name": CANARY, "text": "Te laat"}
    with pytest.raises(NotLoggedIn):
        life.installation.call(servicedesk.SendContactMessage, life.person, **late)


@contextlib.contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Captures what this process logs, through structlog and Python's logging."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(stream):
        yield stream
    logging.getLogger().removeHandler(handler)


def _is_complete(life: Life) -> bool:
    """Whether every service has erased the person."""
    completed = set()
    for service in life.installation.process.runtimes:
        rows = life.installation.call(ListErasures, OPERATOR, service=service)["rows"]
        completed |= {service for row in rows if row["person_id"] == life.person.person_id and row["completed"]}
    return completed == set(life.installation.process.runtimes)


def _found(folder: Path) -> dict[str, list[str]]:
    """The values that are in a file, with the files: databases with their pages that are free and WAL files, and mails
    as they are read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = {str(path.relative_to(folder)): _content(path) for path in files}
    found = {value: [name for name, content in contents.items() if value.lower() in content] for value in VALUES}
    return {value: names for value, names in found.items() if names}


def _content(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix != ".eml":
        return content.decode(errors="replace").lower()
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return " ".join([str(message.items()), *map(str, parts)]).lower()


def _events(installation: Installation, service: str) -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    """The events that a service has recorded: type and body."""
    return [(row.type, row.body) for row in installation.rows(service, select(outbox))]


def _replay(installation: Installation, events: dict[str, list[tuple[str, dict]]]) -> None:  # type: ignore[type-arg]
    """Publish the events once more, as if they were new ones."""
    subscribed = {(one.source, one.event_type) for one in SUBSCRIPTIONS}
    for service, recorded in events.items():
        published = [
            OutgoingEvent(
                id=(id := str(new_id())),
                exchange=f"{service}.events",
                type=type_,
                body=to_json(body | {"id": id}).encode(),
                mandatory=(service, type_) in subscribed,
            )
            for type_, body in recorded
        ]
        installation.transport(service).publish(published)
    installation.settle()
