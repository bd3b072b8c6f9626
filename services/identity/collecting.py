"""Steps before a transaction that ask other services for what they have stored about a person."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity import prepare, queries
from services.identity.model import Person
from services.servicedesk.contracts import FindVisitorMessages

Request = dict[str, Any]


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
    found = context.call(FindVisitorMessages, email=email)
    return list(map(UUID, found["message_ids"]))
