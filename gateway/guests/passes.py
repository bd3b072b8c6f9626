"""The caller of a guest's steps, by the pass that travels in their forms. It is never in an address or a cookie."""

from typing import Any
from uuid import UUID

from flask import g, request

from gateway import language
from gateway.clients import start_as_visitor
from services.chassis.contract import Caller, Kind
from services.identity.contracts import GetGuestPass, GuestAction

FIELD = "token"
"""The hidden field of the pass."""


def opened(action: GuestAction) -> dict[str, Any]:
    """The pass of the submitted form, as `GetGuestPass` answers; the calls of this request are then the guest's, at the
    pass's machine and with the pass's rights, whoever is logged in. Raises GuestPassExpired, also for a pass of
    another action."""
    found = start_as_visitor(GetGuestPass, token=request.form.get(FIELD, ""), action=action).answer()
    g.guest = Caller(
        kind=Kind.GUEST,
        person_id=found["pass_id"],
        customer_id=UUID(found["customer_id"]),
        resource_id=UUID(found["machine_id"]),
        rights=frozenset(found["rights"]),
        language=language.current(),
    )
    return found
