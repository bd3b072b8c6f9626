"""Events that identity subscribes to."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.chassis.runtime.subscribers import projection_subscriber
from services.fleet.contracts import GuestAccessChanged, MachineLabelsIssued, MachineLabelsRevoked
from services.identity import commands
from services.identity.commands.guest_audit import record_guest_access
from services.identity.projections import PROJECTIONS
from services.notify.contracts import MailSent


class IdentitySubscriptions:
    name = "identity.subscriptions"

    update_projections = projection_subscriber(PROJECTIONS)

    @subscriber(GuestAccessChanged, MachineLabelsIssued, MachineLabelsRevoked)
    def record_guest_access(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        record_guest_access(uow, event)

    @subscriber(MailSent)
    def forget_address(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        commands.links.forget_removed_account(uow, event.data["recipient_id"])
