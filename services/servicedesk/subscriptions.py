"""Event handlers of the service desk."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet.contracts import MachineStateChanged
from services.identity.contracts import CustomerStateChanged
from services.servicedesk import projections


class ServicedeskSubscriptions:
    name = "servicedesk.subscriptions"

    @subscriber(MachineStateChanged)
    def on_machine_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_machine(uow, event)

    @subscriber(CustomerStateChanged)
    def on_customer_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)
