"""Queries on the catalogue and on open orders of its supplies."""

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
    """Raises MachineNotFound."""
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
    orders = open_orders(uow, caller, [(machine_id, supply.sku) for supply in supplies])
    return {"rows": [priced(supply) | {"open_order": orders.get((machine_id, supply.sku))} for supply in supplies]}


def open_orders(uow: UnitOfWork, caller: Caller, pairs: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], Any]:
    """The newest open order for each pair of machine and SKU, among the orders of the machine's present customer."""
    query = (
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
        for row in uow.session.execute(query)
    }


def customer_of(machines: Sequence[Machine]) -> UUID:
    """The customer of these machines. Raises MachineNotFound when they belong to several."""
    customers = {machine.customer_id for machine in machines}
    if len(customers) != 1:
        raise MachineNotFound
    return customers.pop()


def priced(supply: Supply) -> dict[str, Any]:
    names = ("id", "sku", "name", "kind", "colour", "yield_pages", "included_in_contract", "price")
    return {name: getattr(supply, name) for name in names}


def feed_supplies(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Supply, after, limit)
