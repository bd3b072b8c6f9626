"""Steps before the transaction of an operation on guests' orders: whether guests may see a status."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.contract.contact_details import canonical_email
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence.link_tokens import parts_of
from services.chassis.runtime import guest_status
from services.chassis.runtime.prepare_context import PrepareContext
from services.fleet.contracts import FindGuestMachine, GuestAction
from services.ordering.model import Order, OrderLine
from services.ordering.model.order import PREFIX

Request = dict[str, Any]
NOBODYS = UUID(int=0)


class _Place(NamedTuple):
    """The order of a status, and its machine and customer."""

    order_id: UUID
    machine_id: UUID
    customer_id: UUID


def find_status_by_token(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """`order_id` is None unless the token is valid and guests may see the status."""
    id, secret = parts_of(request["token"])
    with context.read() as uow:
        order = uow.get(Order, id) if id else None
        place = _place_of(order) if order is not None and order.has_status_secret(secret) else None
    return {"order_id": place.order_id if place and _is_status_allowed(context, place) else None}


def find_status_by_number(context: PrepareContext, caller: Caller, request: Request) -> Request:
    """`order_id` is None unless number and address belong together and guests may see the status. The same work is
    done in either case. Raises TooManyAttempts."""
    number, email = normalise(request["reference_number"], PREFIX), canonical_email(request["email"])
    counted = guest_status.count_attempt(context, number, request["client_address"])
    columns = (Order.id, OrderLine.machine_id, Order.customer_id, Order.guest_email)
    query = select(*columns).join(OrderLine, (OrderLine.order_id == Order.id) & (OrderLine.position == 0))
    with context.read() as uow:
        row = uow.session.execute(query.where(Order.reference_number == number, Order.by_guest)).one_or_none()
    is_owner = row is not None and bool(email) and row.guest_email == email
    place = _Place(*row[:3]) if row is not None and is_owner else None
    if not _is_status_allowed(context, place) or place is None:
        return {"order_id": None}
    context.cancel_attempt(counted)
    return {"order_id": place.order_id}


def ask_for_status_link(context: PrepareContext, caller: Caller, request: Request) -> Request:
    number = normalise(request["reference_number"], PREFIX)
    with context.read() as uow:
        order = uow.session.scalar(select(Order).where(Order.reference_number == number, Order.by_guest))
        place = _place_of(order) if order is not None else None
    return {"is_status_allowed": _is_status_allowed(context, place)}


def _place_of(order: Order) -> _Place:
    return _Place(order.id, order.lines[0].machine_id, order.customer_id)


def _is_status_allowed(context: PrepareContext, place: _Place | None) -> bool:
    """Whether guests may ask the status at the machine now, and it still belongs to the order's customer. Fleet is also
    asked without a place, so that both take the same time."""
    machine_id = place.machine_id if place else NOBODYS
    found = context.call(FindGuestMachine, machine_id=machine_id, action=GuestAction.ASK_STATUS)
    if place is None or found["machine"] is None or GuestAction.ASK_STATUS not in found["actions"]:
        return False
    return UUID(found["machine"]["customer_id"]) == place.customer_id
