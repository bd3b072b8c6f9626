"""Calls services for the person whose request is being handled. Nothing else in the gateway uses the bus."""

import contextlib
from typing import Any

from flask import current_app
from marshmallow import ValidationError

from gateway import callers
from gateway.clients.password_slots import PasswordSlots
from services.chassis.bus import Client, PendingCall
from services.chassis.contract import Caller, Command, ContractError, Invalid, Operation, Query
from services.chassis.contract.fields import problems
from services.fleet import contracts as fleet
from services.identity import contracts as identity

OF_OPENED_CUSTOMER: frozenset[type[Operation]] = frozenset(
    {
        fleet.ChangeGuestAccess,
        fleet.GetGuestAccess,
        fleet.StopGuestAccess,
        identity.AddUsersToGroup,
        identity.ChangeRights,
        identity.ChangeScope,
        identity.DeactivateUser,
        identity.ExportAudit,
        identity.GetUser,
        identity.InviteUser,
        identity.ListAudit,
        identity.ListUsers,
        fleet.ExportMachineGroups,
        fleet.ListMachineGroups,
        identity.ReactivateUser,
        identity.RemoveUser,
        identity.RemoveUserFromGroup,
        identity.ResendInvitation,
    }
)
"""Operations on the users and settings of a customer. A missing `customer_id` becomes that of the customer whose page
staff have open. If none is open, it stays unset, and the service uses the caller's own customer."""


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
    with _password_slot(operation, request):
        return _bus().call(operation, callers.current_caller(), key=key, **_completed(operation, request))


def call_as_visitor(operation: type[Operation], **request: Any) -> dict[str, Any]:
    """Call an operation that a token in the request authorises. An impersonating caller, who may execute no command,
    can end the impersonation this way."""
    with _password_slot(operation, request):
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


def _password_slot(operation: type[Operation], request: dict[str, Any]) -> contextlib.AbstractContextManager[None]:
    slots: PasswordSlots | None = current_app.extensions["password_slots"] if operation.has_secret else None
    if slots is None:
        return contextlib.nullcontext()
    return slots.acquire(operation.service, is_known=lambda: _is_known(operation, request))


def _is_known(operation: type[Operation], request: dict[str, Any]) -> bool:
    """Whether somebody who is logged in sends the password, or one whose account has logged in from there before."""
    if operation is not identity.LogIn:
        return callers.current_person_or_none() is not None
    account = {name: request.get(name, "") for name in ("email", "client_address")}
    try:
        return bool(start_as_visitor(identity.CheckKnownAddress, **account).answer()["known"])
    except ContractError:
        return False


def _bus() -> Client:
    bus: Client = current_app.extensions["bus"]
    return bus


def _completed(operation: type[Operation], request: dict[str, Any]) -> dict[str, Any]:
    if operation in OF_OPENED_CUSTOMER and not request.get("customer_id"):
        request["customer_id"] = callers.current_customer_id()
    return {name: value for name, value in request.items() if value is not None}
