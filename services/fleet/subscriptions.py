"""Fleet's door for events."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet import projections
from services.identity.contracts import CustomerRecorded, MembershipRecorded


class FleetSubscriptions:
    name = "fleet.subscriptions"

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)

    @subscriber(MembershipRecorded)
    def on_membership_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_membership(uow, event)
