"""Calls services for the person whose request is being handled. Nothing else in the gateway uses the bus."""

import contextlib
from collections.abc import Iterator
from typing import Any

from flask import current_app
from marshmallow import ValidationError

from gateway import callers
from services.chassis.bus import Client, PendingCall
from services.chassis.contract import Caller, Command, Invalid, Operation, Query, ServiceUnavailable
from services.chassis.contract.fields import problems
from services.identity import contracts as identity

OF_OPENED_CUSTOMER: frozenset[type[Operation]] = frozenset(
    {
        identity.AddUsersToGroup,
        identity.ChangeRights,
        identity.ChangeScope,
        identity.DeactivateUser,
        identity.ExportAudit,
        identity.GetUser,
        identity.InviteUser,
        identity.ListAudit,
        identity.ListUsers,
        identity.ReactivateUser,
        identity.RemoveUser,
        identity.RemoveUserFromGroup,
        identity.ResendInvitation,
    }
)
"""Operations on the users of a customer. A missing `customer_id` becomes that of the customer whose page staff have
open. If none is open, it stays unset, and identity uses the caller's own customer."""


def query(operation: type[Query], **request: Any) -> PendingCall:
    """Send a query, so that several can run in parallel; `answer()` of the result waits for the response.

    `request` holds the operation's fields; those that are None are not sent. For an operation that every service has
    (`Health`), `service` says which one answers.
    """
    return _bus().start(operation, callers.current_caller(), **_completed(operation, request))


def command(operation: type[Command], *, key: str = "", **request: Any) -> dict[str, Any]:
    """Execute a command and wait for its response. Repeated with the same `key`, it is executed once.

    Parameters as of `query`.
    """
    with _place_to_wait(operation):
        return _bus().call(operation, callers.current_caller(), key=key, **_completed(operation, request))


def call_as_visitor(operation: type[Operation], **request: Any) -> dict[str, Any]:
    """Call an operation that a token in the request authorises. An impersonating caller, who may execute no command,
    can end the impersonation this way."""
    with _place_to_wait(operation):
        return _bus().call(operation, Caller.visitor(), **request)


def start_as_visitor(operation: type[Query], **request: Any) -> PendingCall:
    return _bus().start(operation, Caller.visitor(), **request)


def validated(operation: type[Operation], request: dict[str, Any]) -> dict[str, Any]:
    """Validate a request by the operation's schema without sending it. Raises Invalid as the service would."""
    try:
        operation.request.load(request)
    except ValidationError as error:
        raise Invalid(fields=problems(error.messages)) from None
    return request


@contextlib.contextmanager
def _place_to_wait(operation: type[Operation]) -> Iterator[None]:
    """Passwords are checked one after another: calls with one occupy only a part of the gateway's threads, so that
    others remain for all other pages. Raises ServiceUnavailable if that part is occupied."""
    places = current_app.extensions["password_places"] if operation.has_secret else None
    if places is None:
        yield
        return
    if not places.acquire(blocking=False):
        raise ServiceUnavailable(service=operation.service)
    try:
        yield
    finally:
        places.release()


def _bus() -> Client:
    bus: Client = current_app.extensions["bus"]
    return bus


def _completed(operation: type[Operation], request: dict[str, Any]) -> dict[str, Any]:
    if operation in OF_OPENED_CUSTOMER and not request.get("customer_id"):
        request["customer_id"] = callers.current_customer_id()
    return {name: value for name, value in request.items() if value is not None}
