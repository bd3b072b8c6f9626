"""What a guest can order for the machine of the pass."""

from collections.abc import Sequence
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
from services.ordering.queries.catalogue import expect_none_open, fitting_supplies, open_orders


def get_guest_order_form(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Raises MachineNotFound, GuestPassUsed."""
    expect_unused(uow, UsedPass, caller)
    machine = machine_of_pass(uow, caller)
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
    form = get_guest_order_form(uow, caller)
    machine = machine_of_pass(uow, caller)
    expect_address(uow, machine)
    pairs = [(machine.id, line["sku"]) for line in lines]
    expect_available(uow, caller, pairs)
    try:
        if not reason:
            expect_none_open(uow, caller, pairs)
    except SupplyAlreadyOnItsWay as error:
        raise reason_required(error) from None
    return form


def reason_required(error: SupplyAlreadyOnItsWay) -> GuestReasonRequired:
    """The error for a guest: without the number of the open order, which is not the guest's."""
    return GuestReasonRequired(sku=error.params["sku"])


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
