"""Steps before a transaction that ask other services for what they have stored about a person."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.personal_data_operations import MAX_OTHER_IDS, ListRowsByEmail, ReadPersonalData
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.retention import periods
from services.identity import prepare, queries
from services.identity.model import DataExport, Person
from services.identity.queries.persons import Addresses

Request = dict[str, Any]
SERVICES_WITH_ROWS_BY_EMAIL = ("ordering", "servicedesk")
"""The services that have what people order, report and write without an account."""


def prepare_removal(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the caller's password, then look for what the person did without an account. Raises TooManyAttempts."""
    verified = prepare.verify_own_password(context, caller, request)
    if not verified["password_is_correct"]:
        return verified | {"row_ids": ()}
    with context.read() as uow:
        addresses = queries.persons.addresses_of(uow, queries.persons.own(uow, caller))
    return verified | {"row_ids": _rows_by_email(context, addresses)}


def find_rows(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Ids of guest and visitor rows that have one of the person's addresses; without a person, that of the request.
    Raises NotFound for an unknown `person_id`."""
    email = request["email"]
    with context.read() as uow:
        person = uow.get(Person, request["person_id"]) if request["person_id"] else _person_of(uow, email)
        if request["person_id"] and person is None:
            raise NotFound
        addresses: Addresses = {email: None} if email else {}
        if person:
            addresses = queries.persons.addresses_of(uow, person)
    return {"row_ids": _rows_by_email(context, addresses)}


def _person_of(uow: UnitOfWork, email: str) -> Person | None:
    return queries.persons.person_of(uow, email) if email else None


def _rows_by_email(
    context: PrepareContext, addresses: Addresses, services: Sequence[str] = SERVICES_WITH_ROWS_BY_EMAIL
) -> list[UUID]:
    """Raises ServiceUnavailable."""
    ids: list[UUID] = []
    for service in services:
        for email, until in addresses.items():
            after, is_complete = None, False
            while not is_complete:
                where = {"email": email, "until": until, "after": after}
                page = context.call(ListRowsByEmail, service=service, **where)
                ids += map(UUID, page["row_ids"])
                after = page["next"]
                is_complete = after is None
    return ids


def ask_next_service(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Everything that the next service has stored about the person of an export. Raises ServiceUnavailable:
    the job asks again later, so that no file is incomplete."""
    with context.read() as uow:
        export = uow.get(DataExport, request["export_id"])
        if export is None or not export.is_running:
            return {"collected": -1, "sections": {}}
        person_id, collected, service = export.person_id, export.collected, export.next_source
        ids = [person_id, *queries.persons.other_ids_of(uow, person_id)]
        addresses = queries.persons.addresses_of(uow, uow.session.get_one(Person, person_id))
    if service in SERVICES_WITH_ROWS_BY_EMAIL:
        ids += _rows_by_email(context, addresses, [service])
    sections: dict[str, list[dict[str, Any]]] = {}
    for first in range(0, len(ids), MAX_OTHER_IDS):
        for row in _rows(context, service, ids[first : first + MAX_OTHER_IDS]):
            sections.setdefault(row["section"], []).append(row["data"])
    return {"collected": collected, "sections": sections}


def _rows(context: PrepareContext, service: str, ids: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    """What a service has stored about the person or the rows with these ids. Raises ServiceUnavailable."""
    page: dict[str, Any] = {"next_table": 0, "next_after": None}
    while page["next_table"] is not None:
        where = {"table": page["next_table"], "after": page["next_after"]}
        page = context.call(ReadPersonalData, service=service, person_id=ids[0], other_ids=ids[1:], **where)
        yield from page["rows"]


def export_days(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """How long an export is kept."""
    return {"days": periods(context.definition.retention_rules, context.settings.retention_days)["data_exports"]}
