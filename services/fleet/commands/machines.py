"""Commands on machines and models."""

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
    **attributes: Any,
) -> Machine:
    """Create a machine, or update the one with this equipment number. A machine discovered by readings (same serial
    number or MAC address, no equipment number) gets the equipment number.

    Raises UnknownCustomer, NumberTaken.
    """
    customer_id = customer_of(uow, customer_number).id
    model = model_of(uow, manufacturer, model_name)
    numbers = {"equipment_number": equipment_number, "serial_number": serial_number, "mac_address": mac_address}
    machine = _existing_machine(uow, **numbers) or uow.add(Machine.of_customer(customer_id, model))
    _require_free_numbers(uow, machine, **numbers)
    machine.number(**numbers)
    machine.describe(customer_id, model, **attributes)
    machine.index()
    return machine


def customer_of(uow: UnitOfWork, customer_number: str) -> Customer:
    """Raises UnknownCustomer."""
    query = select(Customer).where(Customer.customer_number == customer_number, Customer.deleted.is_(False))
    customer = uow.session.scalar(query)
    if customer is None:
        raise UnknownCustomer(customer_number=customer_number)
    return customer


def model_of(uow: UnitOfWork, manufacturer: str, name: str, *, colour: bool = False) -> MachineModel:
    """The model with this name (case-insensitive), created when missing."""
    query = select(MachineModel).where(
        func.lower(MachineModel.manufacturer) == manufacturer.lower(), func.lower(MachineModel.name) == name.lower()
    )
    return uow.session.scalar(query) or uow.add(MachineModel.of_name(manufacturer, name, colour=colour))


def machine_of(uow: UnitOfWork, **number: str) -> Machine | None:
    """The machine with this number, of any customer. Exactly one number is given."""
    ((name, value),) = number.items()
    return uow.session.scalar(select(Machine).where(getattr(Machine, name) == value)) if value else None


def _existing_machine(uow: UnitOfWork, equipment_number: str, serial_number: str, mac_address: str) -> Machine | None:
    if machine := machine_of(uow, equipment_number=equipment_number):
        return machine
    discovered = machine_of(uow, serial_number=serial_number) or machine_of(uow, mac_address=mac_address)
    return discovered if discovered and discovered.equipment_number is None else None


def _require_free_numbers(uow: UnitOfWork, machine: Machine, **numbers: str) -> None:
    """Raises NumberTaken when another machine has one of these numbers."""
    for name, value in numbers.items():
        other: UUID | None = uow.session.scalar(
            select(Machine.id).where(getattr(Machine, name) == value, Machine.id != machine.id)
        )
        if value and other:
            raise NumberTaken(number=name, value=value)
