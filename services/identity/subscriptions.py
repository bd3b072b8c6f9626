"""Event handlers of the identity service."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet.contracts import GroupStateChanged
from services.identity import projections


class IdentitySubscriptions:
    name = "identity.subscriptions"

    @subscriber(GroupStateChanged)
    def on_group_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_group(uow, event)
