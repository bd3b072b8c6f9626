"""The service desk's copies of what others own."""

from services.chassis.service import ReceivedEvent, Work, copies, scope
from services.chassis.service.copies import Fed
from services.fleet.contracts import FeedMachines
from services.identity.contracts import FeedCustomers
from services.servicedesk.model import Customer, Machine


def keep_machine(work: Work, event: ReceivedEvent) -> None:
    """A machine as fleet now has it, with its groups: they decide who sees its requests."""
    if copies.keep(work, Machine, event) is not None:
        scope.place(work.session, event.subject, event.data.get("group_ids", ()))


def keep_customer(work: Work, event: ReceivedEvent) -> None:
    copies.keep(work, Customer, event)


COPIES = {
    "machine_recorded": Fed(FeedMachines, Machine, keep_machine, placed=True),
    "customer_recorded": Fed(FeedCustomers, Customer, keep_customer),
}
