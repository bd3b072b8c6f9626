"""Fleet's copies of what others own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.messaging import IncomingEvent, projections
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import UnitOfWork
from services.fleet.model import Customer, Machine, Member
from services.fleet.model.group_membership import members, place
from services.identity.contracts import FeedCustomers, FeedMemberships


def keep_customer(uow: UnitOfWork, event: IncomingEvent) -> None:
    projections.apply_state(uow, Customer, event)


def keep_membership(uow: UnitOfWork, event: IncomingEvent) -> None:
    """The machines chosen one by one for a user are exactly these; those of another customer are passed over."""
    member = projections.apply_state(uow, Member, event)
    if member is not None:
        machine_ids = [] if event.deleted else event.data["machine_ids"]
        _choose(uow, member, machine_ids)


def _choose(uow: UnitOfWork, member: Member, machine_ids: Sequence[UUID]) -> None:
    of_customer = select(Machine).where(Machine.id.in_(machine_ids), Machine.customer_id == member.customer_id)
    wanted = {machine.id: machine for machine in uow.session.scalars(of_customer)}
    leaving = select(Machine).where(Machine.id.in_(members(member.id)), Machine.id.not_in(wanted))
    for machine in uow.session.scalars(leaving):
        place(uow.session, machine, set(machine.group_ids) - {str(member.id)})
    for machine in wanted.values():
        place(uow.session, machine, {*machine.group_ids, str(member.id)})


PROJECTIONS = {
    "customer_state_changed": ProjectionSpec(FeedCustomers, Customer, keep_customer),
    "membership_state_changed": ProjectionSpec(FeedMemberships, Member, keep_membership),
}
