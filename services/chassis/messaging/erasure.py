"""Erases what a service's own tables hold about a person: declared columns, messages, stored responses and jobs.

Each run of `erase_some` changes at most BATCH rows of each table, is a transaction of its own, and can be repeated.
Tables of the chassis have no index for ids in their texts: each run reads them from the beginning, one page at a time.
`blank_responses_to_visitors` runs in the transaction of the removal, because a job would store the addresses: it reads
the responses, which are stored for two days, in pages, and changes all of them.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Text, and_, cast, or_, select, true, update
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
from services.chassis.persistence.personal_data import BATCH, Declaration, PersonalRows, erase_batch, newest_ids
from services.chassis.persistence.tables import idempotency_keys, inbox, jobs, outbox
from services.chassis.persistence.unit_of_work import UnitOfWork

IDS_PER_STATEMENT = 200


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
    def blank(row: Any) -> bool:
        data = _data(find_event(service, row.type), row.body)
        return _update_if_changed(session, outbox, row, body=row.body | {"data": data})

    return _change(_pages(session, outbox, *_mentions(outbox.c.body, ids)), blank)


def _blank_inbox(session: Session, ids: Sequence[UUID]) -> int:
    def blank(row: Any) -> bool:
        body = _without_personal(row.body)
        return _update_if_changed(session, inbox, row, body=body, error=code_of(row.error))

    return _change(_pages(session, inbox, *_mentions(inbox.c.body, ids)), blank)


def _blank_responses(session: Session, service: str, ids: Sequence[UUID], row_ids: Sequence[UUID]) -> int:
    """Of commands by the person, and of commands by others about the person or one of these rows."""
    response = idempotency_keys.c.response
    by_person = or_(*(idempotency_keys.c.caller.startswith(f"{kind}:{ids[0]}:") for kind in ("user", "staff")))
    about_row = response["id"].as_string().in_([str(id) for id in row_ids])
    conditions = [and_(response.is_not(None), or_(by_person, about_row)), *_mentions(response, ids)]
    return _change(_pages(session, idempotency_keys, *conditions), lambda row: _blank_response(session, service, row))


def blank_responses_to_visitors(session: Session, service: str, values: Mapping[str, dt.datetime | None]) -> None:
    """Of commands by nobody in particular whose response has one of these values. A response that was stored after the
    time of its value is left alone."""
    text, stored_at = cast(idempotency_keys.c.response, Text), idempotency_keys.c.stored_at
    to_visitor = idempotency_keys.c.caller.startswith("visitor:")
    for value, until in values.items():
        in_time = stored_at <= until if until else true()
        has_value = text.contains(to_json(value), autoescape=True)
        for row in _pages(session, idempotency_keys, and_(to_visitor, in_time, has_value)):
            _blank_response(session, service, row)


def _blank_response(session: Session, service: str, row: Any) -> bool:
    operation = find_operation(service, row.operation)
    blanked = without_personal(operation.response, row.response or {}) if operation else {}
    return _update_if_changed(session, idempotency_keys, row, response=blanked)


def _blank_jobs(session: Session, service: str, ids: Sequence[UUID]) -> int:
    def blank(row: Any) -> bool:
        operation = find_operation(service, row.command)
        request = without_personal(operation.request, row.request) if operation else {}
        return _update_if_changed(session, jobs, row, request=request, error=code_of(row.error))

    conditions = [*_mentions(jobs.c.request, ids), jobs.c.key.in_([str(id) for id in ids])]
    return _change(_pages(session, jobs, *conditions), blank)


def _mentions(column: Any, ids: Sequence[UUID]) -> list[ColumnElement[bool]]:
    """Conditions that together find the rows with one of these ids. SQLite refuses one with more than 1,000 parts."""
    text = cast(column, Text)
    parts = [ids[first : first + IDS_PER_STATEMENT] for first in range(0, len(ids), IDS_PER_STATEMENT)]
    return [or_(*(text.contains(str(id)) for id in part)) for part in parts]


def _pages(session: Session, table: Table, *conditions: ColumnElement[bool]) -> Iterator[Any]:
    """The rows for which one of the conditions holds, read in pages of BATCH by primary key."""
    key = list(table.primary_key.columns)
    for condition in conditions:
        query = select(table).where(condition).order_by(*key).limit(BATCH)
        page = session.execute(query).all()
        yield from page
        while len(page) == BATCH:
            after = [page[-1]._mapping[column.key] for column in key]
            page = session.execute(query.where(_is_after(key, after))).all()
            yield from page


def _is_after(key: Sequence[ColumnElement[Any]], values: Sequence[Any]) -> ColumnElement[bool]:
    """SQL condition: the key is greater, column by column."""
    column, value = key[0], values[0]
    is_greater: ColumnElement[bool] = column > value
    if len(key) == 1:
        return is_greater
    return or_(is_greater, and_(column == value, _is_after(key[1:], values[1:])))


def _change(rows: Iterator[Any], change: Callable[[Any], bool]) -> int:
    """Change rows until BATCH were, or no more are left; returns the number of those that `change` found to change."""
    changed = 0
    for row in rows:
        changed += change(row)
        if changed >= BATCH:
            break
    return changed


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
