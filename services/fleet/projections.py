"""Fleet's projections of other services' aggregates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.messaging import IncomingEvent
from services.chassis.messaging.projections import ProjectionSpec
from services.chassis.persistence import UnitOfWork
from services.fleet.model import Customer, Machine, Member
from services.fleet.model.group_membership import members, set_groups
from services.identity.contracts import FeedCustomers, FeedMemberships


def _replace_machines(uow: UnitOfWork, member: Member, event: IncomingEvent) -> None:
    """Replace the machines chosen one by one for a user. Machines of another customer are ignored."""
    machine_ids: Sequence[UUID] = [] if event.deleted else event.data["machine_ids"]
    query = select(Machine).where(Machine.id.in_(machine_ids), Machine.customer_id == member.customer_id)
    chosen = {machine.id: machine for machine in uow.session.scalars(query)}
    removed = select(Machine).where(Machine.id.in_(members(member.id)), Machine.id.not_in(chosen))
    for machine in uow.session.scalars(removed):
        set_groups(uow.session, machine, set(machine.group_ids) - {str(member.id)})
    for machine in chosen.values():
        set_groups(uow.session, machine, {*machine.group_ids, str(member.id)})


PROJECTIONS = (
    ProjectionSpec(FeedCustomers, Customer),
    ProjectionSpec(FeedMemberships, Member, after_change=_replace_machines),
)
