"""Contact messages: sent by users, handled by the dealer, and taken over from before."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work
from services.servicedesk import queries
from services.servicedesk.model import ContactMessage, Customer


def send_contact_message(work: Work, caller: Caller, **written: Any) -> ContactMessage:
    """Whoever is logged in is a user of a customer: where the copy does not know it yet, its name stays empty."""
    customer = work.get(Customer, caller.customer_id)
    return work.keep(ContactMessage.send(caller, customer.name if customer else "", work.now, **written))


def handle_contact_message(work: Work, caller: Caller, reference_number: str, note: str) -> ContactMessage:
    """Raises NotFound, AlreadyHandled."""
    message = queries.message_of(work, caller, reference_number)
    message.handle(caller, note, work.now)
    return message


def record_past_contact_message(work: Work, caller: Caller, customer_id: UUID, **told: Any) -> ContactMessage:
    """Raises NotFound for a customer that is not there."""
    customer = work.get(Customer, customer_id)
    if customer is None:
        raise NotFound
    return work.keep(ContactMessage.past(customer.name, customer_id=customer_id, **told))
