"""Order lines: checks of scope and fit, and the lines built from a request."""

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
from services.ordering.queries.catalogue import open_orders

Pair = tuple[UUID, str]
"""Machine id and SKU."""


def fitting(uow: UnitOfWork, caller: Caller, pairs: Sequence[Pair]) -> dict[Pair, tuple[Machine, Supply]]:
    """Load machine and supply of each pair. Raises MachineNotFound (missing or out of scope) and SupplyDoesNotFit."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    query = select(Machine).where(Machine.id.in_({id for id, _ in pairs}), Machine.deleted.is_(False), in_scope)
    machines = {machine.id: machine for machine in uow.session.scalars(query)}
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


def order_lines(uow: UnitOfWork, caller: Caller, requested: Sequence[dict[str, Any]], reason: str) -> list[OrderLine]:
    """Build the lines of an order. Requested lines with the same machine and SKU are merged.

    Raises MachineNotFound, SupplyDoesNotFit, and SupplyAlreadyOnItsWay for a supply in an open order unless `reason` is
    set.
    """
    quantities: Counter[Pair] = Counter()
    for line in requested:
        quantities[line["machine_id"], line["sku"]] += line["quantity"]
    fits = fitting(uow, caller, list(quantities))
    if not reason:
        for (_, sku), order in open_orders(uow, caller, list(quantities)).items():
            raise SupplyAlreadyOnItsWay(sku=sku, reference_number=order["reference_number"])
    return [OrderLine.of(*fits[pair], quantity) for pair, quantity in quantities.items()]
