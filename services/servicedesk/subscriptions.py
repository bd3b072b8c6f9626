"""The service desk's door for events."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet.contracts import MachineRecorded
from services.identity.contracts import CustomerRecorded
from services.servicedesk import projections


class ServicedeskSubscriptions:
    name = "servicedesk.subscriptions"

    @subscriber(MachineRecorded)
    def on_machine_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_machine(uow, event)

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)
