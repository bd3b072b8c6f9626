"""Erases what a service's own tables hold about a person: declared columns, messages, stored responses and jobs.

Each run changes a limited number of rows per table, is a transaction of its own, and can be repeated.
"""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Text, and_, cast, or_, select, update
from sqlalchemy.orm import Session

from services.chassis.bus.envelope import Envelope, Undecodable
from services.chassis.contract import Event
from services.chassis.contract.declared import find_event, find_operation
from services.chassis.contract.personal_data_operations import ContinueErasure
from services.chassis.contract.personal_fields import without_personal
from services.chassis.contract.serialization import to_json
from services.chassis.messaging.dead_letters import code_of
from services.chassis.persistence import erasures
from services.chassis.persistence.database import Database
from services.chassis.persistence.personal_data import Declaration, PersonalRows, erase_batch, newest_ids
from services.chassis.persistence.tables import idempotency_keys, inbox, jobs, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork


def start_erasure(uow: UnitOfWork, person_id: UUID, erased_at: dt.datetime, other_ids: Sequence[UUID]) -> None:
    """Keep the tombstone, and schedule the erasure of what this service has stored about the person."""
    erasures.record(uow, person_id, erased_at, other_ids)
    uow.schedule(ContinueErasure, str(person_id), uow.now, person_id=person_id)


def erase_some(uow: UnitOfWork, declarations: Sequence[Declaration], ids: Sequence[UUID]) -> int:
    """Erase a batch of each table; returns the number of changed rows: none are left once it is 0. `ids`: the person's
    first, then the others by which the service knows the person."""
    rows = [one for one in declarations if isinstance(one, PersonalRows) and not one.with_files]
    changed = sum(erase_batch(uow.session, one, ids) for one in rows if one.columns or one.deleted)
    changed += _blank_outbox(uow.session, uow.service, ids) + _blank_inbox(uow.session, ids)
    changed += _blank_responses(uow.session, uow.service, ids, newest_ids(uow.session, rows, ids))
    return changed + _blank_jobs(uow.session, uow.service, ids)


def blanked_message(database: Database, event: type[Event] | None, body: bytes) -> bytes:
    """The body of a received event; without its personal fields if it concerns a person who was erased before."""
    if event is None or not event.personal():
        return body
    try:
        envelope = Envelope.from_bytes(body)
    except Undecodable:
        return body
    with database.read() as session:
        erased = erasures.any_erased(session, event.persons(envelope.data))
    return _without_personal(body).encode() if erased else body


def _blank_outbox(session: Session, service: str, ids: Sequence[UUID]) -> int:
    changed = 0
    for row in session.execute(select(outbox).where(_mentions(outbox.c.body, ids))).all():
        blanked = row.body | {"data": _data(find_event(service, row.type), row.body)}
        changed += _update_if_changed(session, outbox, row, body=blanked)
    return changed


def _blank_inbox(session: Session, ids: Sequence[UUID]) -> int:
    changed, concerned = 0, and_(inbox.c.body.is_not(None), _mentions(inbox.c.body, ids))
    for row in session.execute(select(inbox).where(concerned)).all():
        changed += _update_if_changed(session, inbox, row, body=_without_personal(row.body), error=code_of(row.error))
    return changed


def _blank_responses(session: Session, service: str, ids: Sequence[UUID], row_ids: Sequence[UUID]) -> int:
    """Of commands by the person, and of commands by others about the person or one of these rows."""
    response = idempotency_keys.c.response
    by_person = or_(*(idempotency_keys.c.caller.startswith(f"{kind}:{ids[0]}:") for kind in ("user", "staff")))
    about_row = response["id"].as_string().in_([str(id) for id in row_ids])
    concerned = and_(response.is_not(None), or_(by_person, about_row, _mentions(response, ids)))
    return _blank_responses_where(session, service, concerned)


def blank_responses_to_visitors(session: Session, service: str, values: Collection[str]) -> None:
    """Of commands by nobody in particular whose response has one of these values."""
    text = cast(idempotency_keys.c.response, Text)
    has_value = or_(*(text.contains(to_json(value), autoescape=True) for value in values if value))
    _blank_responses_where(session, service, and_(idempotency_keys.c.caller.startswith("visitor:"), has_value))


def _blank_responses_where(session: Session, service: str, concerned: ColumnElement[bool]) -> int:
    changed = 0
    for row in session.execute(select(idempotency_keys).where(concerned)).all():
        operation = find_operation(service, row.operation)
        blanked = without_personal(operation.response, row.response or {}) if operation else {}
        changed += _update_if_changed(session, idempotency_keys, row, response=blanked)
    return changed


def _blank_jobs(session: Session, service: str, ids: Sequence[UUID]) -> int:
    changed, concerned = 0, or_(_mentions(jobs.c.request, ids), jobs.c.key.in_([str(id) for id in ids]))
    for row in session.execute(select(jobs).where(concerned)).all():
        operation = find_operation(service, row.command)
        request = without_personal(operation.request, row.request) if operation else {}
        changed += _update_if_changed(session, jobs, row, request=request, error=code_of(row.error))
    return changed


def _mentions(column: Any, ids: Sequence[UUID]) -> ColumnElement[bool]:
    text = cast(column, Text)
    return or_(*(text.contains(str(id)) for id in ids))


def _update_if_changed(session: Session, table: Table, row: Any, **values: Any) -> bool:
    if all(row._mapping[name] == value for name, value in values.items()):
        return False
    key = and_(*(column == row._mapping[column.key] for column in table.primary_key.columns))
    session.execute(update(table).where(key).values(values))
    return True


def _without_personal(body: bytes | str) -> str:
    """The event as JSON without its personal fields; without any data if its type is unknown. What is no event is left
    out completely."""
    try:
        envelope = Envelope.from_bytes(body)
    except Undecodable:
        return "{}"
    document = json.loads(body)
    return to_json(document | {"data": _data(find_event(envelope.source, envelope.type), document)})


def _data(event: type[Event] | None, document: dict[str, Any]) -> dict[str, Any]:
    return without_personal(event.data, document["data"]) if event else {}
