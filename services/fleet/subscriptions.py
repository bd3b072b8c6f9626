"""Event handlers of the fleet service."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet import projections
from services.identity.contracts import CustomerStateChanged, MembershipStateChanged


class FleetSubscriptions:
    name = "fleet.subscriptions"

    @subscriber(CustomerStateChanged)
    def on_customer_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)

    @subscriber(MembershipStateChanged)
    def on_membership_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_membership(uow, event)
