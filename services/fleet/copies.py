"""Fleet's copies of what others own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.service import ReceivedEvent, Work, copies
from services.chassis.service.copies import Fed
from services.fleet.model import Customer, Machine, Member
from services.fleet.model.placing import members, place
from services.identity.contracts import FeedCustomers, FeedMemberships


def keep_customer(work: Work, event: ReceivedEvent) -> None:
    copies.keep(work, Customer, event)


def keep_membership(work: Work, event: ReceivedEvent) -> None:
    """The machines chosen one by one for a user are exactly these; those of another customer are passed over."""
    member = copies.keep(work, Member, event)
    if member is not None:
        machine_ids = [] if event.gone else event.data["machine_ids"]
        _choose(work, member, machine_ids)


def _choose(work: Work, member: Member, machine_ids: Sequence[UUID]) -> None:
    of_customer = select(Machine).where(Machine.id.in_(machine_ids), Machine.customer_id == member.customer_id)
    wanted = {machine.id: machine for machine in work.session.scalars(of_customer)}
    leaving = select(Machine).where(Machine.id.in_(members(member.id)), Machine.id.not_in(wanted))
    for machine in work.session.scalars(leaving):
        place(work.session, machine, set(machine.group_ids) - {str(member.id)})
    for machine in wanted.values():
        place(work.session, machine, {*machine.group_ids, str(member.id)})


COPIES = {
    "customer_recorded": Fed(FeedCustomers, Customer, keep_customer),
    "membership_recorded": Fed(FeedMemberships, Member, keep_membership),
}
