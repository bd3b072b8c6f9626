"""Event handlers of the ordering service."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.fleet.contracts import MachineStateChanged, ModelStateChanged
from services.identity.contracts import CustomerStateChanged
from services.ordering import projections


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    @subscriber(MachineStateChanged)
    def on_machine_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_machine(uow, event)

    @subscriber(ModelStateChanged)
    def on_model_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_model(uow, event)

    @subscriber(CustomerStateChanged)
    def on_customer_state_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        projections.keep_customer(uow, event)
