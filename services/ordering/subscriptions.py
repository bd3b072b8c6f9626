"""Ordering's door for events."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet.contracts import MachineRecorded, ModelRecorded
from services.identity.contracts import CustomerRecorded
from services.ordering import projections


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    @subscriber(MachineRecorded)
    def on_machine_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_machine(uow, event)

    @subscriber(ModelRecorded)
    def on_model_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_model(uow, event)

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)
