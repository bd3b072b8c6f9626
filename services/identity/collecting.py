"""Steps before a transaction that ask other services for what they have stored about a person."""

import json
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.personal_data_operations import MAX_OTHER_IDS, ReadPersonalData
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.retention import periods
from services.identity import prepare, queries
from services.identity.model import DataExport, Person
from services.servicedesk.contracts import FindVisitorMessages

Request = dict[str, Any]
MESSAGES_OF_VISITORS = FindVisitorMessages.service
"""The service that has what the person sent without logging in."""


def prepare_removal(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """Verify the caller's password, then look for messages sent as a visitor. Raises TooManyAttempts."""
    verified = prepare.verify_own_password(context, caller, request)
    if not verified["password_is_correct"]:
        return verified | {"message_ids": ()}
    with context.read() as uow:
        email = queries.persons.own(uow, caller).email
    return verified | {"message_ids": _visitor_messages(context, email)}


def find_messages(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """The messages sent as a visitor with the address of the person, or with that of the request."""
    with context.read() as uow:
        person = uow.get(Person, request["person_id"]) if request["person_id"] else None
        email = person.email if person else request["email"]
    return {"message_ids": _visitor_messages(context, email) if email else ()}


def _visitor_messages(context: PrepareContext, email: str) -> list[UUID]:
    ids: list[UUID] = []
    after = None
    while True:
        found = context.call(FindVisitorMessages, email=email, after=after)
        ids += map(UUID, found["message_ids"])
        if (after := found["next"]) is None:
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
    if service == MESSAGES_OF_VISITORS:
        other_ids = [*other_ids, *_visitor_messages(context, email)][-MAX_OTHER_IDS:]
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
