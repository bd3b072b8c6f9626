"""What a guest can order for the machine of the pass."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.guest_records import expect_unused
from services.chassis.persistence.scope import visible
from services.fleet.contracts import MachineNotFound
from services.ordering.contracts import GuestReasonRequired, NoDeliveryAddress, SupplyAlreadyOnItsWay
from services.ordering.contracts.addresses import Address
from services.ordering.model import Customer, Machine, UsedPass
from services.ordering.queries.availability import expect_available
from services.ordering.queries.catalogue import expect_reason, fitting_supplies, open_orders


def get_guest_order_form(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Raises MachineNotFound, GuestPassUsed."""
    expect_unused(uow, UsedPass, caller)
    return _form(uow, caller, machine_of_pass(uow, caller))


def _form(uow: UnitOfWork, caller: Caller, machine: Machine) -> dict[str, Any]:
    supplies = fitting_supplies(uow, caller, [machine.id])[machine.id]
    orders = open_orders(uow, caller, [(machine.id, supply.sku) for supply in supplies])
    rows = [
        {name: getattr(supply, name) for name in ("sku", "name", "kind", "colour")}
        | {"expected": next(iter(orders.get((machine.id, supply.sku), ())), None)}
        for supply in supplies
    ]
    return {"supplies": rows, "deliver_to": address_of(uow, machine)}


def check_guest_order(
    uow: UnitOfWork, caller: Caller, lines: Sequence[dict[str, Any]], reason: str, **_who: Any
) -> dict[str, Any]:
    """Raises MachineNotFound, SupplyDoesNotFit, GuestReasonRequired, NoDeliveryAddress, GuestPassUsed."""
    expect_unused(uow, UsedPass, caller)
    machine = machine_of_pass(uow, caller)
    form = _form(uow, caller, machine)
    if form["deliver_to"] is None:
        raise NoDeliveryAddress
    pairs = [(machine.id, line["sku"]) for line in lines]
    expect_available(uow, caller, pairs)
    with reason_asked_of_guests():
        expect_reason(uow, caller, pairs, reason)
    return form


@contextmanager
def reason_asked_of_guests() -> Iterator[None]:
    """Raises GuestReasonRequired in place of SupplyAlreadyOnItsWay, which has the number of the open order: it is not
    the guest's."""
    try:
        yield
    except SupplyAlreadyOnItsWay as error:
        raise GuestReasonRequired(sku=error.params["sku"]) from None


def machine_of_pass(uow: UnitOfWork, caller: Caller) -> Machine:
    """Raises MachineNotFound, also when the machine has left the customer of the pass."""
    in_scope = visible(caller, resource=Machine.id, customer=Machine.customer_id)
    machine = uow.session.scalar(select(Machine).where(Machine.deleted.is_(False), in_scope))
    if machine is None:
        raise MachineNotFound
    return machine


def address_of(uow: UnitOfWork, machine: Machine) -> dict[str, Any] | None:
    """The machine's address, to which its site or its customer gives the name; None if it is incomplete."""
    customer = uow.get(Customer, machine.customer_id)
    names = ("street", "postcode", "city")
    address = {"name": machine.site or (customer.name if customer else "")}
    try:
        return dict(Address().load(address | {name: getattr(machine, name) for name in names}))
    except ValidationError:
        return None


def expect_address(uow: UnitOfWork, machine: Machine) -> dict[str, Any]:
    """As `address_of`. Raises NoDeliveryAddress if it is incomplete."""
    address = address_of(uow, machine)
    if address is None:
        raise NoDeliveryAddress
    return address
