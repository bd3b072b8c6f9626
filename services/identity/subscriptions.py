"""Identity's door for events."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.fleet.contracts import GroupRecorded
from services.identity import copies


class IdentitySubscriptions:
    name = "identity.subscriptions"

    @subscriber(GroupRecorded)
    def on_group_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_group(work, event)
