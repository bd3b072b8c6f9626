"""Fleet's copies of what others own."""

from services.chassis.service import ReceivedEvent, Work, copies
from services.fleet.model import Customer
from services.identity.contracts import FeedCustomers


def keep_customer(work: Work, event: ReceivedEvent) -> None:
    copies.keep(work, Customer, event)


COPIES = {"customer_recorded": (FeedCustomers, keep_customer)}
