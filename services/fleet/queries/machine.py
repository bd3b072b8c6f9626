"""Queries for one machine and its meter readings."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.fleet.contracts import MachineNotFound
from services.fleet.model import Customer, Machine, MeterReading
from services.fleet.queries.rows import groups_of, in_scope, row_of


def get_machine(uow: UnitOfWork, caller: Caller, machine_id: UUID) -> Extended:
    """Raises MachineNotFound, also when the machine is out of scope."""
    row = uow.session.execute(_machine_in_scope(caller), {"machine_id": machine_id}).one_or_none()
    if row is None:
        raise MachineNotFound
    machine, customer_name = row
    groups = groups_of(uow, caller, [machine])[machine.id]
    return row_of(machine, customer_name or "", groups, uow.now, stale=machine.is_stale(uow.now))


@lru_cache(maxsize=300)
def _machine_in_scope(caller: Caller) -> Select[*tuple[Any, ...]]:
    """Select the machine with the bind parameter `machine_id` in the caller's scope, and its customer's name. Cached,
    because building the statement is slow."""
    query = select(Machine, Customer.name).outerjoin(Customer, Customer.id == Machine.customer_id)
    return query.where(Machine.id == bindparam("machine_id"), in_scope(caller))


def list_readings(
    uow: UnitOfWork, caller: Caller, machine_id: UUID, after: str, before: str, limit: int
) -> dict[str, Any]:
    """Readings of the machine at its present customer, newest first. Raises MachineNotFound."""
    machine = machine_of(uow, caller, machine_id)
    query = select(MeterReading).where(
        MeterReading.machine_id == machine.id, MeterReading.customer_id == machine.customer_id
    )
    key = SortKey((MeterReading.observed_at, True), (MeterReading.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [row.MeterReading for row in rows], "page": info}


def machine_of(uow: UnitOfWork, caller: Caller, machine_id: UUID) -> Machine:
    """The machine without its model and supplies. Raises MachineNotFound, also when it is out of scope."""
    query = select(Machine).where(Machine.id == machine_id, in_scope(caller)).options(raiseload("*"))
    machine = uow.session.scalar(query)
    if machine is None:
        raise MachineNotFound
    return machine
