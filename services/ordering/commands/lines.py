"""What is wanted becomes lines of an order: for machines in scope, of supplies that fit."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.ordering.contracts import SupplyAlreadyOnItsWay, SupplyDoesNotFit
from services.ordering.model import Fit, Machine, OrderLine, Supply
from services.ordering.queries import open_orders

Pair = tuple[UUID, str]
"""A machine, and the SKU of a supply for it."""


def fitting(uow: UnitOfWork, caller: Caller, pairs: Sequence[Pair]) -> dict[Pair, tuple[Machine, Supply]]:
    """The machines and supplies of these pairs. Raises MachineNotFound, also out of scope, and SupplyDoesNotFit."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    found = select(Machine).where(Machine.id.in_({id for id, _ in pairs}), Machine.deleted.is_(False), in_scope)
    machines = {machine.id: machine for machine in uow.session.scalars(found)}
    skus = {sku for _, sku in pairs}
    supplies = {supply.sku: supply for supply in uow.session.scalars(select(Supply).where(Supply.sku.in_(skus)))}
    models = {machine.model_id for machine in machines.values()}
    fitting_models = (
        select(Supply.sku, Fit.model_id)
        .join(Fit, Fit.supply_id == Supply.id)
        .where(Supply.sku.in_(skus), Fit.model_id.in_(models))
    )
    fits = {(sku, model_id) for sku, model_id in uow.session.execute(fitting_models)}
    for machine_id, sku in pairs:
        if machine_id not in machines:
            raise MachineNotFound
        machine = machines[machine_id]
        if (sku, machine.model_id) not in fits:
            raise SupplyDoesNotFit(sku=sku, machine=f"{machine.manufacturer} {machine.model_name}")
    return {(machine_id, sku): (machines[machine_id], supplies[sku]) for machine_id, sku in pairs}


def order_lines(uow: UnitOfWork, caller: Caller, wanted: Sequence[dict[str, Any]], reason: str) -> list[OrderLine]:
    """Lines of an order; the same wanted twice is one line.

    Raises MachineNotFound, SupplyDoesNotFit, and SupplyAlreadyOnItsWay for what an open order brings, unless a reason
    says why it is wanted again.
    """
    quantities: Counter[Pair] = Counter()
    for line in wanted:
        quantities[line["machine_id"], line["sku"]] += line["quantity"]
    found = fitting(uow, caller, list(quantities))
    if not reason:
        for (_, sku), order in open_orders(uow, caller, list(quantities)).items():
            raise SupplyAlreadyOnItsWay(sku=sku, reference_number=order["reference_number"])
    return [OrderLine.of(*found[pair], quantity) for pair, quantity in quantities.items()]
