"""Which supplies a caller can order for which machines."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, ContractError
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.ordering.contracts import SupplyDoesNotFit
from services.ordering.model import Fit, Machine, Supply

Pair = tuple[UUID, str]
"""Machine id and SKU."""
Availability = dict[Pair, tuple[Machine, Supply] | ContractError]


def availability_of(uow: UnitOfWork, caller: Caller, pairs: Iterable[Pair]) -> Availability:
    """Machine and supply of each pair, or why the supply cannot be ordered: MachineNotFound (missing or out of scope)
    or SupplyDoesNotFit (also for a supply that is not in the catalogue)."""
    pairs = list(pairs)
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    query = select(Machine).where(Machine.id.in_({id for id, _ in pairs}), Machine.deleted.is_(False), in_scope)
    machines = {machine.id: machine for machine in uow.session.scalars(query)}
    skus = {sku for _, sku in pairs}
    supplies = {supply.sku: supply for supply in uow.session.scalars(select(Supply).where(Supply.sku.in_(skus)))}
    fitting_models = (
        select(Supply.sku, Fit.model_id)
        .join(Fit, Fit.supply_id == Supply.id)
        .where(Supply.sku.in_(skus), Fit.model_id.in_({machine.model_id for machine in machines.values()}))
    )
    fitting = {(sku, model_id) for sku, model_id in uow.session.execute(fitting_models)}

    def checked(machine_id: UUID, sku: str) -> tuple[Machine, Supply] | ContractError:
        machine = machines.get(machine_id)
        if machine is None:
            return MachineNotFound()
        if (sku, machine.model_id) not in fitting:
            return SupplyDoesNotFit(sku=sku, machine=f"{machine.manufacturer} {machine.model_name}")
        return machine, supplies[sku]

    return {pair: checked(*pair) for pair in pairs}


def expect_available(uow: UnitOfWork, caller: Caller, pairs: Iterable[Pair]) -> dict[Pair, tuple[Machine, Supply]]:
    """Machine and supply of each pair. Raises MachineNotFound or SupplyDoesNotFit."""
    available = {}
    for pair, result in availability_of(uow, caller, pairs).items():
        if isinstance(result, ContractError):
            raise result
        available[pair] = result
    return available
