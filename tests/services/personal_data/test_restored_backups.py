"""Erasures are applied again to what a backup brings back (docs/operating.md)."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from contracts.builders import PASSWORD, a_contact_message, a_customer, an_account, logged_in
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import delete, select, update

from deploy.cli import erasures
from deploy.run.errors import StartupError
from services.chassis.contract import Caller
from services.chassis.contract.caller import OPS
from services.chassis.persistence.tables import erased_persons
from services.identity import contracts as identity
from services.servicedesk.model import ContactMessage


@pytest.fixture
def former(installation: Installation) -> Caller:
    """A person who wrote to the dealer and was erased everywhere."""
    caller = logged_in(installation, an_account(installation, a_customer(installation)))
    a_contact_message(installation, caller, text="Mijn bericht")
    installation.call(identity.RemoveOwnAccount, caller, password=PASSWORD)
    eventually(lambda: _texts(installation) == [""])
    return caller


@pytest.fixture
def restored(installation: Installation, former: Caller) -> Installation:
    """The service desk's database is one from before the erasure."""
    with installation.runtime("servicedesk").database.write("restore") as session:
        session.execute(delete(erased_persons))
        session.execute(update(ContactMessage).values(text="Mijn bericht"))
    return installation


def _texts(installation: Installation) -> list[str]:
    return [row.text for row in installation.rows("servicedesk", select(ContactMessage.text))]


def test_a_service_that_was_restored_erases_again_what_others_know(restored: Installation) -> None:
    client = restored.client(OPS)
    erasures.apply_missing(client, erasures.collected(client))
    eventually(lambda: _texts(restored) == [""])


def test_a_file_with_the_erasures_is_applied_when_everything_was_restored(
    restored: Installation, former: Caller
) -> None:
    row = {"person_id": former.person_id, "erased_at": "2026-03-03T08:12:00+00:00", "other_ids": []}
    erasures.apply_missing(restored.client(OPS), {former.person_id: row})
    eventually(lambda: _texts(restored) == [""])


def test_what_every_service_knows_is_not_applied_again(
    installation: Installation, former: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    client = installation.client(OPS)
    eventually(lambda: all(former.person_id in erasures.erased_from(client, name) for name in erasures.NAMES))
    erasures.apply_missing(client, erasures.collected(client))
    assert "erasures applied" not in capsys.readouterr().out


def test_erasures_of_one_person_are_merged() -> None:
    person_id, ids = str(uuid4()), sorted(str(uuid4()) for _ in range(2))
    rows = [{"person_id": person_id, "erased_at": "2026-03-03T08:12:00+00:00", "other_ids": [id]} for id in ids]
    merged = erasures.merged([{person_id: row} for row in rows])
    assert merged == {person_id: rows[0] | {"other_ids": ids}}


@pytest.mark.parametrize("text", ["no json", json.dumps({"person_id": "x"}), "[]"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (file := tmp_path / "file").write_text(text)
    with pytest.raises(StartupError):
        erasures._read(file)
