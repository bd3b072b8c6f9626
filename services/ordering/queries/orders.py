"""Queries on orders. An order is visible with one line in scope; its lines out of scope are omitted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, tuple_

from services.chassis.contract import Caller, Kind, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.contract.paging import COUNT_LIMIT
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import capped_count
from services.chassis.persistence.scope import visible
from services.identity.contracts import Right, StaffRight
from services.ordering.contracts import OrderStatus
from services.ordering.contracts.orders import MAX_REPEATS
from services.ordering.model import OPEN, Customer, Order, OrderLine
from services.ordering.model.order import PREFIX
from services.ordering.queries.money import total


def get_order(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound."""
    return detail(uow, caller, order_of(uow, caller, reference_number))


def count_orders(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    """Open orders in scope by status, and those to ship, counted in one statement; each count stops at 1,000."""
    conditions = {str(status): Order.status == status for status in OPEN} | {"to_ship": is_to_ship(caller)}
    columns = (
        capped_count(select(Order.id).where(sees_some(caller), condition)).label(name)
        for name, condition in conditions.items()
    )
    counts = dict(uow.session.execute(select(*columns)).mappings().one())
    return counts | {"open": min(sum(counts[status] for status in OPEN), COUNT_LIMIT)}


def count_own_orders(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    own = select(Order.id).where(Order.orderer_id == caller.user_id, Order.status.in_(OPEN))
    return {"open": uow.session.scalar(select(capped_count(own))) or 0}


def order_of(uow: UnitOfWork, caller: Caller, reference_number: str, *, whole: bool = False) -> Order:
    """The order with this reference number. Raises NotFound, also when no line is in scope; with `whole`, when any line
    is out of scope."""
    number = normalise(reference_number, PREFIX)
    order = uow.session.scalar(select(Order).where(Order.reference_number == number, sees_some(caller)))
    if order is None or (whole and len(visible_line_ids(uow, caller, [order])) < len(order.lines)):
        raise NotFound
    return order


def detail(uow: UnitOfWork, caller: Caller, order: Order) -> Extended:
    """The order as the contracts' `OrderDetail`, with the actions that the caller may take."""
    uow.session.flush()
    visible_ids = visible_line_ids(uow, caller, [order])
    customer = uow.get(Customer, order.customer_id)
    return row_of(
        order,
        customer.name if customer else "",
        visible_ids,
        shipments=[
            Extended(shipment, parts=parts)
            for shipment in order.shipments
            if (parts := [part for part in shipment.parts if UUID(part["line_id"]) in visible_ids])
        ],
        timeline=order.steps,
        repeats=_repeats(uow, caller, order, visible_ids) if order.reason else [],
        may_cancel=_may_cancel(caller, order, hidden=len(visible_ids) < len(order.lines)),
        may_confirm=_may(caller, order, OrderStatus.CONFIRMED),
        may_refuse=_may(caller, order, OrderStatus.REFUSED),
        may_ship=_may(caller, order, OrderStatus.SHIPPED),
        may_deliver=_may(caller, order, OrderStatus.DELIVERED),
    )


def _repeats(uow: UnitOfWork, caller: Caller, order: Order, visible_ids: set[UUID]) -> list[str]:
    """Reference numbers of the orders that were open when this one was placed, with one of its visible supplies for the
    same machine."""
    pairs = [(line.machine_id, line.sku) for line in order.lines if line.id in visible_ids]
    query = select(Order.reference_number).where(
        Order.customer_id == order.customer_id,
        Order.id != order.id,
        Order.placed_at <= order.placed_at,
        Order.status.in_(OPEN) | (Order.changed_at > order.placed_at),
        with_line(caller, tuple_(OrderLine.machine_id, OrderLine.sku).in_(pairs)),
    )
    return list(uow.session.scalars(query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(MAX_REPEATS)))


def sees_some(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: the order has a line for a machine in the caller's scope."""
    return with_line(caller)


def with_line(caller: Caller, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    in_scope = visible(caller, resource=OrderLine.machine_id, customer=Order.customer_id)
    return exists().where(OrderLine.order_id == Order.id, in_scope, *conditions)


def is_to_ship(caller: Caller) -> ColumnElement[bool]:
    """SQL condition: the order is confirmed, and something of its lines in scope is still to be shipped."""
    confirmed = Order.status.in_((OrderStatus.CONFIRMED, OrderStatus.SHIPPED))
    return confirmed & with_line(caller, OrderLine.shipped < OrderLine.quantity)


def visible_line_ids(uow: UnitOfWork, caller: Caller, orders: Sequence[Order]) -> set[UUID]:
    """Ids of the lines in the caller's scope, of orders that have at least one such line."""
    if caller.groups_in_scope is None:
        return {line.id for order in orders for line in order.lines}
    in_scope = visible(caller, resource=OrderLine.machine_id, customer=Order.customer_id)
    lines = select(OrderLine.id).join(Order, Order.id == OrderLine.order_id)
    return set(uow.session.scalars(lines.where(Order.id.in_([order.id for order in orders]), in_scope)))


def _may(caller: Caller, order: Order, status: OrderStatus) -> bool:
    by_dealer = caller.is_staff and not caller.impersonated_by and caller.has_right(StaffRight.HANDLE_ORDERS)
    return by_dealer and order.may_become(status)


def _may_cancel(caller: Caller, order: Order, *, hidden: bool) -> bool:
    by_customer = caller.kind is Kind.USER and caller.has_right(Right.ORDER_SUPPLIES) and not hidden
    by_dealer = caller.is_staff and caller.has_right(StaffRight.HANDLE_ORDERS)
    return (by_customer or by_dealer) and not caller.impersonated_by and order.may_be_cancelled_by(caller)


def row_of(order: Order, customer_name: str, visible_ids: set[UUID], **fields: Any) -> Extended:
    lines = [line for line in order.lines if line.id in visible_ids]
    pieces = sum(line.quantity for line in lines)
    left = sum(line.quantity - line.shipped for line in lines) if order.status in OPEN else 0
    fields["total"] = total((line.price, line.quantity) for line in lines)
    fields |= {"pieces": pieces, "left": left, "is_partly_shipped": order.status is OrderStatus.SHIPPED and left > 0}
    return Extended(order, customer_name=customer_name, lines=lines, **fields)
