"""Machines and models are recorded by staff, or brought up to date."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import NumberTaken
from services.fleet.model import Customer, Machine, MachineModel
from services.identity.contracts import UnknownCustomer


def upsert_model(uow: UnitOfWork, caller: Caller, manufacturer: str, name: str, colour: bool) -> MachineModel:
    model = model_of(uow, manufacturer, name)
    model.describe(colour=colour)
    return model


def upsert_machine(
    uow: UnitOfWork,
    caller: Caller,
    customer_number: str,
    equipment_number: str,
    serial_number: str,
    mac_address: str,
    manufacturer: str,
    model_name: str,
    **described: Any,
) -> Machine:
    """Add a machine, or bring it up to date; one that readings found before gets its number.

    Raises UnknownCustomer, NumberTaken.
    """
    customer_id = customer_of(uow, customer_number).id
    model = model_of(uow, manufacturer, model_name)
    numbers = {"equipment_number": equipment_number, "serial_number": serial_number, "mac_address": mac_address}
    machine = _known(uow, **numbers) or uow.add(Machine.of_customer(customer_id, model))
    _expect_free(uow, machine, **numbers)
    machine.number(**numbers)
    machine.describe(customer_id, model, **described)
    machine.index()
    return machine


def customer_of(uow: UnitOfWork, customer_number: str) -> Customer:
    """Raises UnknownCustomer."""
    found = select(Customer).where(Customer.customer_number == customer_number, Customer.deleted.is_(False))
    customer = uow.session.scalar(found)
    if customer is None:
        raise UnknownCustomer(customer_number=customer_number)
    return customer


def model_of(uow: UnitOfWork, manufacturer: str, name: str, *, colour: bool = False) -> MachineModel:
    """The model of this name, new where fleet has none; case makes no difference."""
    found = select(MachineModel).where(
        func.lower(MachineModel.manufacturer) == manufacturer.lower(), func.lower(MachineModel.name) == name.lower()
    )
    return uow.session.scalar(found) or uow.add(MachineModel.of_name(manufacturer, name, colour=colour))


def machine_of(uow: UnitOfWork, **number: str) -> Machine | None:
    """The machine with this one number, whoever's it is."""
    ((name, value),) = number.items()
    return uow.session.scalar(select(Machine).where(getattr(Machine, name) == value)) if value else None


def _known(uow: UnitOfWork, equipment_number: str, serial_number: str, mac_address: str) -> Machine | None:
    if machine := machine_of(uow, equipment_number=equipment_number):
        return machine
    found = machine_of(uow, serial_number=serial_number) or machine_of(uow, mac_address=mac_address)
    return found if found and found.equipment_number is None else None


def _expect_free(uow: UnitOfWork, machine: Machine, **numbers: str) -> None:
    """Raises NumberTaken when another machine has one of these numbers."""
    for name, value in numbers.items():
        other: UUID | None = uow.session.scalar(
            select(Machine.id).where(getattr(Machine, name) == value, Machine.id != machine.id)
        )
        if value and other:
            raise NumberTaken(number=name, value=value)
