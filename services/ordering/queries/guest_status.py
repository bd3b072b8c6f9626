"""The status of guests' orders."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, ContractError
from services.chassis.contract.guests import StatusLinkExpired, StatusNotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.guest_records import is_status_shown
from services.ordering.contracts import OrderStatus
from services.ordering.model import Order


def get_guest_order_status(uow: UnitOfWork, caller: Caller, order_id: UUID | None, **_request: Any) -> dict[str, Any]:
    """`order_id`: that of the token's order, if its status may be shown. Raises StatusLinkExpired."""
    return _shown(uow, order_id, StatusLinkExpired())


def find_guest_order(uow: UnitOfWork, caller: Caller, order_id: UUID | None, **_request: Any) -> dict[str, Any]:
    """`order_id`: that of the order of this number and address, if its status may be shown. Raises StatusNotFound."""
    return _shown(uow, order_id, StatusNotFound())


def guest_order(uow: UnitOfWork, key: UUID | str | None, *, lock: bool = False) -> Order | None:
    """The order of a guest with this id or reference number, as long as its status is shown."""
    if not key:
        return None
    column = Order.id if isinstance(key, UUID) else Order.reference_number
    query = select(Order).where(column == key, Order.by_guest)
    order = uow.session.scalar(query.with_for_update() if lock else query)
    return order if order is not None and is_status_shown(order.ended_at, uow.now, uow.zone) else None


def _shown(uow: UnitOfWork, order_id: UUID | None, otherwise: ContractError) -> dict[str, Any]:
    order = guest_order(uow, order_id)
    if order is None:
        raise otherwise
    left = sum(line.quantity - line.shipped for line in order.lines)
    return {
        "reference_number": order.reference_number,
        "machine": order.lines[0].machine,
        "status": order.status,
        "is_partly_shipped": order.status is OrderStatus.SHIPPED and left > 0,
        "placed_at": order.placed_at,
        "lines": order.lines,
        "steps": order.steps,
        "parcels": order.shipments,
    }
