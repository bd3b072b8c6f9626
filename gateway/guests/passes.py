"""The caller of a guest's steps, by the pass that travels in their forms. It is never in an address or a cookie."""

from typing import Any
from uuid import UUID

from flask import g, request

from gateway import language
from gateway.clients import start_as_visitor
from services.chassis.contract import Caller, Kind
from services.identity.contracts import GetGuestPass, GuestAction, Right

FIELD = "token"
"""The hidden field of the pass."""
RIGHTS: dict[GuestAction, frozenset[str]] = {
    GuestAction.ORDER_SUPPLIES: frozenset({Right.ORDER_SUPPLIES}),
    GuestAction.REQUEST_SERVICE: frozenset({Right.REQUEST_SERVICE}),
    GuestAction.ASK_STATUS: frozenset(),
}


def opened(action: GuestAction) -> dict[str, Any]:
    """The pass of the submitted form, as `GetGuestPass` answers; the calls of this request are then the guest's, at the
    pass's machine and with the right of its action, whoever is logged in. Raises GuestPassExpired, also for a pass of
    another action."""
    found = start_as_visitor(GetGuestPass, token=request.form.get(FIELD, ""), action=action).answer()
    g.guest = Caller(
        kind=Kind.GUEST,
        person_id=found["pass_id"],
        customer_id=UUID(found["customer_id"]),
        resource_id=UUID(found["machine_id"]),
        rights=RIGHTS[GuestAction(found["action"])],
        language=language.current(),
    )
    return found
