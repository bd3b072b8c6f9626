"""Steps before a transaction that ask other services for what they have stored about a person."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.personal_data_operations import MAX_OTHER_IDS, ListRowsByEmail, ReadPersonalData
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.retention import periods
from services.identity import prepare, queries
from services.identity.model import DataExport, Person

Request = dict[str, Any]
WITHOUT_ACCOUNT = ("ordering", "servicedesk")
"""The services that have what people order, report and write without an account."""


def prepare_removal(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the caller's password, then look for what the person did without an account. Raises TooManyAttempts."""
    verified = prepare.verify_own_password(context, caller, request)
    if not verified["password_is_correct"]:
        return verified | {"row_ids": ()}
    with context.read() as uow:
        email = queries.persons.own(uow, caller).email
    return verified | {"row_ids": _rows_by_email(context, email)}


def find_rows(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The rows of people without an account with the address of the person, or with that of the request."""
    with context.read() as uow:
        person = uow.get(Person, request["person_id"]) if request["person_id"] else None
        email = person.email if person else request["email"]
    return {"row_ids": _rows_by_email(context, email) if email else ()}


def _rows_by_email(context: PrepareContext, email: str, services: Sequence[str] = WITHOUT_ACCOUNT) -> list[UUID]:
    """Raises ServiceUnavailable."""
    ids: list[UUID] = []
    for service in services:
        after, is_complete = None, False
        while not is_complete:
            page = context.call(ListRowsByEmail, service=service, email=email, after=after)
            ids += map(UUID, page["row_ids"])
            after = page["next"]
            is_complete = after is None
    return ids


def ask_next_service(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Everything that the next service has stored about the person of an export, as JSON. Raises ServiceUnavailable:
    the job asks again later, so that no file is incomplete."""
    with context.read() as uow:
        export = uow.get(DataExport, request["export_id"])
        if export is None or not export.is_running:
            return {"collected": -1, "data": ""}
        person_id, collected, service = export.person_id, export.collected, export.next_source
        other_ids = queries.persons.other_ids_of(uow, person_id)
        email = uow.session.get_one(Person, person_id).email
    if service in WITHOUT_ACCOUNT:
        other_ids = [*other_ids, *_rows_by_email(context, email, [service])][-MAX_OTHER_IDS:]
    sections: dict[str, list[dict[str, Any]]] = {}
    page: dict[str, Any] = {"next_table": 0, "next_after": None}
    while page["next_table"] is not None:
        where = {"table": page["next_table"], "after": page["next_after"]}
        page = context.call(ReadPersonalData, service=service, person_id=person_id, other_ids=other_ids, **where)
        for row in page["rows"]:
            sections.setdefault(row["section"], []).append(row["data"])
    return {"collected": collected, "data": json.dumps(sections, indent=1)}


def export_days(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """How long an export is kept."""
    return {"days": periods(context.definition.retention_rules, context.settings.retention_days)["data_exports"]}
