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
from services.ordering.contracts import SupplyAlreadyOnItsWay
from services.ordering.contracts.catalogue import MAX_OPEN_ORDERS, MAX_SUPPLIES
from services.ordering.model import OPEN, Draft, DraftLine, Fit, Machine, Order, OrderLine, Supply
from services.ordering.model.draft import basket_of


def list_fitting_supplies(uow: UnitOfWork, caller: Caller, machine_id: UUID) -> dict[str, Any]:
    """Raises MachineNotFound."""
    for offer in list_offers(uow, caller, [machine_id])["rows"]:
        return {"rows": offer["supplies"]}
    raise MachineNotFound


def list_offers(uow: UnitOfWork, caller: Caller, machine_ids: Sequence[UUID]) -> dict[str, Any]:
    """The supplies that fit each machine in scope, in the order of `machine_ids`."""
    fitting = fitting_supplies(uow, caller, machine_ids)
    pairs = [(machine_id, supply.sku) for machine_id, supplies in fitting.items() for supply in supplies]
    orders = open_orders(uow, caller, pairs)
    in_basket = _quantities_in_basket(uow, caller)

    def offered(machine_id: UUID, supply: Supply) -> dict[str, Any]:
        pair = machine_id, supply.sku
        return priced(supply) | {
            "open_orders": orders.get(pair, [])[:MAX_OPEN_ORDERS],
            "in_basket": in_basket.get(pair, 0),
        }

    return {
        "rows": [
            {"machine_id": id, "supplies": [offered(id, supply) for supply in fitting[id]]}
            for id in dict.fromkeys(machine_ids)
            if id in fitting
        ]
    }


def fitting_supplies(uow: UnitOfWork, caller: Caller, machine_ids: Sequence[UUID]) -> dict[UUID, list[Supply]]:
    """The supplies that fit each machine in scope, at most MAX_SUPPLIES each."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    query = (
        select(Machine.id, Supply)
        .outerjoin(Fit, Fit.model_id == Machine.model_id)
        .outerjoin(Supply, Supply.id == Fit.supply_id)
        .where(Machine.id.in_(machine_ids), Machine.deleted.is_(False), in_scope)
        .order_by(Supply.kind, Supply.colour, Supply.sku)
        .options(raiseload("*"))
    )
    fitting: dict[UUID, list[Supply]] = {}
    for row in uow.session.execute(query):
        supplies = fitting.setdefault(row.id, [])
        if row.Supply is not None and len(supplies) < MAX_SUPPLIES:
            supplies.append(row.Supply)
    return fitting


def _quantities_in_basket(uow: UnitOfWork, caller: Caller) -> dict[tuple[UUID, str], int]:
    if caller.is_staff:
        return {}
    lines = select(DraftLine.machine_id, DraftLine.sku, DraftLine.quantity).join(Draft, Draft.id == DraftLine.draft_id)
    rows = uow.session.execute(lines.where(Draft.basket_of == basket_of(caller)))
    return {(row.machine_id, row.sku): row.quantity for row in rows}


def open_orders(
    uow: UnitOfWork, caller: Caller, pairs: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, str], list[dict[str, Any]]]:
    """The open orders of each pair of machine and SKU that has any, newest first, among the orders of the machine's
    present customer."""
    query = (
        select(OrderLine.machine_id, OrderLine.sku, OrderLine.quantity, OrderLine.shipped, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Machine, and_(Machine.id == OrderLine.machine_id, Machine.customer_id == Order.customer_id))
        .where(
            tuple_(OrderLine.machine_id, OrderLine.sku).in_(pairs),
            Order.status.in_(OPEN),
            visible(caller, resource=OrderLine.machine_id, customer=Order.customer_id),
        )
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .options(raiseload("*"))
    )
    orders: dict[tuple[UUID, str], list[dict[str, Any]]] = {}
    for row in uow.session.execute(query):
        order = {name: getattr(row.Order, name) for name in ("reference_number", "status", "placed_at")}
        orders.setdefault((row.machine_id, row.sku), []).append(
            order | {"quantity": row.quantity, "shipped": row.shipped}
        )
    return orders


def expect_reason(uow: UnitOfWork, caller: Caller, pairs: Sequence[tuple[UUID, str]], reason: str) -> None:
    """Raises SupplyAlreadyOnItsWay for a supply in an open order unless `reason` is set."""
    for (_, sku), (newest, *_) in ({} if reason else open_orders(uow, caller, pairs)).items():
        raise SupplyAlreadyOnItsWay(sku=sku, reference_number=newest["reference_number"])


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
