"""What fits a machine, and what is on its way to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller
from services.chassis.messaging import feed
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.ordering.model import OPEN, Fit, Machine, Order, OrderLine, Supply


def list_fitting_supplies(uow: UnitOfWork, caller: Caller, machine_id: UUID) -> dict[str, Any]:
    """The supplies that fit a machine. Raises MachineNotFound."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    fitting = (
        select(Machine.id, Supply)
        .outerjoin(Fit, Fit.model_id == Machine.model_id)
        .outerjoin(Supply, Supply.id == Fit.supply_id)
        .where(Machine.id == machine_id, Machine.deleted.is_(False), in_scope)
        .options(raiseload("*"))
    )
    rows = uow.session.execute(fitting.order_by(Supply.kind, Supply.colour, Supply.sku).limit(200)).all()
    if not rows:
        raise MachineNotFound
    supplies = [row.Supply for row in rows if row.Supply is not None]
    coming = open_orders(uow, caller, [(machine_id, supply.sku) for supply in supplies])
    return {"rows": [priced(supply) | {"open_order": coming.get((machine_id, supply.sku))} for supply in supplies]}


def open_orders(uow: UnitOfWork, caller: Caller, pairs: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], Any]:
    """For each machine and SKU the newest order that brings it, of the machine's present customer."""
    brought = (
        select(OrderLine.machine_id, OrderLine.sku, OrderLine.quantity, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Machine, and_(Machine.id == OrderLine.machine_id, Machine.customer_id == Order.customer_id))
        .where(
            tuple_(OrderLine.machine_id, OrderLine.sku).in_(pairs),
            Order.status.in_(OPEN),
            visible(caller, resource=OrderLine.machine_id, customer=Order.customer_id),
        )
        .order_by(Order.placed_at)
        .options(raiseload("*"))
    )
    return {
        (row.machine_id, row.sku): {
            "reference_number": row.Order.reference_number,
            "status": row.Order.status,
            "placed_at": row.Order.placed_at,
            "quantity": row.quantity,
        }
        for row in uow.session.execute(brought)
    }


def customer_of(machines: Sequence[Machine]) -> UUID:
    """The one customer whose machines these are. Raises MachineNotFound when they are of several."""
    customers = {machine.customer_id for machine in machines}
    if len(customers) != 1:
        raise MachineNotFound
    return customers.pop()


def priced(supply: Supply) -> dict[str, Any]:
    names = ("id", "sku", "name", "kind", "colour", "yield_pages", "included_in_contract", "price")
    return {name: getattr(supply, name) for name in names}


def feed_supplies(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Supply, after, limit)
