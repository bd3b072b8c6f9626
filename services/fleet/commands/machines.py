"""Machines and models are recorded by staff, or brought up to date."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.fleet.contracts import NumberTaken
from services.fleet.model import Customer, Machine, MachineModel
from services.identity.contracts import UnknownCustomer


def record_model(work: Work, caller: Caller, manufacturer: str, name: str, colour: bool) -> MachineModel:
    model = model_of(work, manufacturer, name)
    model.describe(colour=colour)
    return model


def record_machine(
    work: Work,
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
    customer_id = customer_of(work, customer_number).id
    model = model_of(work, manufacturer, model_name)
    numbers = {"equipment_number": equipment_number, "serial_number": serial_number, "mac_address": mac_address}
    machine = _known(work, **numbers) or work.keep(Machine.of_customer(customer_id, model))
    _expect_free(work, machine, **numbers)
    machine.number(**numbers)
    machine.describe(customer_id, model, **described)
    machine.index()
    return machine


def customer_of(work: Work, customer_number: str) -> Customer:
    """Raises UnknownCustomer."""
    found = select(Customer).where(Customer.customer_number == customer_number, Customer.gone.is_(False))
    customer = work.session.scalar(found)
    if customer is None:
        raise UnknownCustomer(customer_number=customer_number)
    return customer


def model_of(work: Work, manufacturer: str, name: str, *, colour: bool = False) -> MachineModel:
    """The model of this name, new where fleet has none; case makes no difference."""
    found = select(MachineModel).where(
        func.lower(MachineModel.manufacturer) == manufacturer.lower(), func.lower(MachineModel.name) == name.lower()
    )
    return work.session.scalar(found) or work.keep(MachineModel.of_name(manufacturer, name, colour=colour))


def machine_of(work: Work, **number: str) -> Machine | None:
    """The machine with this one number, whoever's it is."""
    ((name, value),) = number.items()
    return work.session.scalar(select(Machine).where(getattr(Machine, name) == value)) if value else None


def _known(work: Work, equipment_number: str, serial_number: str, mac_address: str) -> Machine | None:
    if machine := machine_of(work, equipment_number=equipment_number):
        return machine
    found = machine_of(work, serial_number=serial_number) or machine_of(work, mac_address=mac_address)
    return found if found and found.equipment_number is None else None


def _expect_free(work: Work, machine: Machine, **numbers: str) -> None:
    """Raises NumberTaken when another machine has one of these numbers."""
    for name, value in numbers.items():
        other: UUID | None = work.session.scalar(
            select(Machine.id).where(getattr(Machine, name) == value, Machine.id != machine.id)
        )
        if value and other:
            raise NumberTaken(number=name, value=value)
