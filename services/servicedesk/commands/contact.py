"""Contact messages: sent by users, handled by the dealer, and taken over from before."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.servicedesk import queries
from services.servicedesk.model import ContactMessage, Customer


def send_contact_message(uow: UnitOfWork, caller: Caller, **written: Any) -> ContactMessage:
    """Whoever is logged in is a user of a customer: where the copy does not know it yet, its name stays empty."""
    customer = uow.get(Customer, caller.customer_id)
    return uow.add(ContactMessage.send(caller, customer.name if customer else "", uow.now, **written))


def handle_contact_message(uow: UnitOfWork, caller: Caller, reference_number: str, note: str) -> ContactMessage:
    """Raises NotFound, AlreadyHandled."""
    message = queries.message_of(uow, caller, reference_number)
    message.handle(caller, note, uow.now)
    return message


def import_contact_message(uow: UnitOfWork, caller: Caller, customer_id: UUID, **told: Any) -> ContactMessage:
    """Raises NotFound for a customer that is not there."""
    customer = uow.get(Customer, customer_id)
    if customer is None:
        raise NotFound
    return uow.add(ContactMessage.past(customer.name, customer_id=customer_id, **told))
