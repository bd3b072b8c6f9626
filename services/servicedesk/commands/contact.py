"""Commands on contact messages."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.servicedesk import queries
from services.servicedesk.model import ContactMessage, Customer


def send_contact_message(uow: UnitOfWork, caller: Caller, **form: Any) -> ContactMessage:
    """Store a message to the dealer. The customer name is empty when the projection does not have the customer yet."""
    customer = uow.get(Customer, caller.customer_id)
    return uow.add(ContactMessage.send(caller, customer.name if customer else "", uow.now, **form))


def send_visitor_message(uow: UnitOfWork, caller: Caller, **form: Any) -> ContactMessage:
    return uow.add(ContactMessage.send_as_visitor(uow.now, **form))


def accept_contact_message(uow: UnitOfWork, caller: Caller, reference_number: str) -> ContactMessage:
    """Raises NotFound, NotSuspected."""
    message = queries.contact.message_of(uow, caller, reference_number)
    message.accept(uow.now)
    return message


def handle_contact_message(uow: UnitOfWork, caller: Caller, reference_number: str, note: str) -> ContactMessage:
    """Raises NotFound, AlreadyHandled."""
    message = queries.contact.message_of(uow, caller, reference_number)
    message.handle(caller, note, uow.now)
    return message


def import_contact_message(uow: UnitOfWork, caller: Caller, customer_id: UUID, **fields: Any) -> ContactMessage:
    """Raises NotFound when the customer does not exist."""
    customer = uow.get(Customer, customer_id)
    if customer is None:
        raise NotFound
    return uow.add(ContactMessage.imported(customer.name, customer_id=customer_id, **fields))
