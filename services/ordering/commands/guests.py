"""What guests order, and the links to its status."""

from collections.abc import Sequence
from typing import Any

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.reference_numbers import normalise
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.guest_records import count_confirmation, guest_values, use_pass
from services.chassis.persistence.rate_limits import HourlyLimit
from services.ordering import queries
from services.ordering.commands.lines import order_lines
from services.ordering.model import Order, UsedPass
from services.ordering.model.delivery import DELIVERY
from services.ordering.model.order import PREFIX

TO_EMAIL = HourlyLimit("guest orders of an address", number=5)


def place_guest_order(
    uow: UnitOfWork, caller: Caller, name: str, email: str, lines: Sequence[dict[str, Any]], reason: str
) -> Order:
    """Raises MachineNotFound, SupplyDoesNotFit, GuestReasonRequired, NoDeliveryAddress, GuestPassUsed,
    TooManyAttempts."""
    count_confirmation(uow, TO_EMAIL, email)
    machine = queries.guests.machine_of_pass(uow, caller)
    deliver_to = queries.guests.expect_address(uow, machine)
    requested = [line | {"machine_id": machine.id} for line in lines]
    with queries.guests.reason_asked_of_guests():
        new_lines = order_lines(uow, caller, requested, reason)
    delivery = dict.fromkeys(DELIVERY, "") | {
        "deliver_to": deliver_to,
        "cost_centre": machine.cost_centre,
        "reason": reason,
    }
    guest = guest_values(caller, name, email)
    order = uow.add(Order.place(caller, machine.customer_id, new_lines, delivery, uow.now, guest))
    use_pass(uow, UsedPass, caller, order.reference_number)
    return order


def issue_guest_order_link(
    uow: UnitOfWork, caller: Caller, reference_number: str, is_status_allowed: bool
) -> dict[str, str]:
    """`is_status_allowed`: as fleet said just before. Several mails of an order may be sent at once: they wait for one
    another. Raises NotFound."""
    order = queries.guest_status.guest_order(uow, normalise(reference_number, PREFIX), lock=True)
    if order is None:
        raise NotFound
    return {"token": order.issue_status_token() if is_status_allowed else ""}
