"""Commands on orders: placed and cancelled by the customer, processed by the dealer."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.ordering import queries
from services.ordering.commands.lines import order_lines
from services.ordering.model import Order, OrderLine, common_cost_centre
from services.ordering.queries.availability import expect_available


def place_order(uow: UnitOfWork, caller: Caller, lines: Sequence[dict[str, Any]], **delivery: Any) -> Extended:
    """Raises MachineNotFound, SupplyDoesNotFit, SupplyAlreadyOnItsWay."""
    new_lines = order_lines(uow, caller, lines, delivery["reason"])
    delivery["cost_centre"] = delivery["cost_centre"] or common_cost_centre(line.cost_centre for line in new_lines)
    order = uow.add(Order.place(caller, _customer(caller), new_lines, delivery, uow.now))
    return queries.orders.detail(uow, caller, order)


def cancel_order(uow: UnitOfWork, caller: Caller, reference_number: str, reason: str) -> Extended:
    """Raises NotFound, InvalidOrderTransition."""
    order = queries.orders.order_of(uow, caller, reference_number, whole=True)
    order.cancel(caller, reason, uow.now)
    return queries.orders.detail(uow, caller, order)


def confirm_order(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound, InvalidOrderTransition."""
    order = queries.orders.order_of(uow, caller, reference_number)
    order.confirm(uow.now)
    return queries.orders.detail(uow, caller, order)


def refuse_order(uow: UnitOfWork, caller: Caller, reference_number: str, reason: str) -> Extended:
    """Raises NotFound, InvalidOrderTransition."""
    order = queries.orders.order_of(uow, caller, reference_number)
    order.refuse(reason, uow.now)
    return queries.orders.detail(uow, caller, order)


def ship_order(
    uow: UnitOfWork, caller: Caller, reference_number: str, parts: Sequence[dict[str, Any]], **parcel: str
) -> Extended:
    """Raises NotFound, InvalidOrderTransition, MoreThanOrdered."""
    order = queries.orders.order_of(uow, caller, reference_number)
    quantities: Counter[UUID] = Counter()
    for part in parts:
        quantities[part["line_id"]] += part["quantity"]
    order.ship(quantities, **parcel, at=uow.now)
    return queries.orders.detail(uow, caller, order)


def deliver_order(uow: UnitOfWork, caller: Caller, reference_number: str) -> Extended:
    """Raises NotFound, InvalidOrderTransition."""
    order = queries.orders.order_of(uow, caller, reference_number)
    order.deliver(uow.now)
    return queries.orders.detail(uow, caller, order)


def import_order(
    uow: UnitOfWork,
    caller: Caller,
    orderer_id: UUID,
    lines: Sequence[dict[str, Any]],
    steps: Sequence[dict[str, Any]],
    carrier: str,
    tracking_number: str,
    **delivery: Any,
) -> dict[str, Any]:
    """Raises MachineNotFound (also when the machines belong to several customers), SupplyDoesNotFit,
    InvalidOrderTransition."""
    available = expect_available(uow, caller, [(line["machine_id"], line["sku"]) for line in lines])
    imported_lines = [OrderLine.of(*available[line["machine_id"], line["sku"]], line["quantity"]) for line in lines]
    customer_id = queries.catalogue.customer_of([machine for machine, _ in available.values()])
    order = Order.imported(customer_id, orderer_id, imported_lines, delivery, steps, carrier, tracking_number)
    return {"reference_number": uow.add(order).reference_number}


def _customer(caller: Caller) -> UUID:
    if caller.customer_id is None:
        raise TypeError("a user has a customer")
    return caller.customer_id
