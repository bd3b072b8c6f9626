"""Ordering's door for events."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.fleet.contracts import MachineRecorded, ModelRecorded
from services.identity.contracts import CustomerRecorded
from services.ordering import copies


class OrderingSubscriptions:
    name = "ordering.subscriptions"

    @subscriber(MachineRecorded)
    def on_machine_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_machine(work, event)

    @subscriber(ModelRecorded)
    def on_model_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_model(work, event)

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_customer(work, event)
