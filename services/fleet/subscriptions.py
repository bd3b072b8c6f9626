"""Fleet's door for events."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.fleet import copies
from services.identity.contracts import CustomerRecorded, MembershipRecorded


class FleetSubscriptions:
    name = "fleet.subscriptions"

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_customer(work, event)

    @subscriber(MembershipRecorded)
    def on_membership_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_membership(work, event)
