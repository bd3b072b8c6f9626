"""The service desk's door for events."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.fleet.contracts import MachineRecorded
from services.identity.contracts import CustomerRecorded
from services.servicedesk import copies


class ServicedeskSubscriptions:
    name = "servicedesk.subscriptions"

    @subscriber(MachineRecorded)
    def on_machine_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_machine(work, event)

    @subscriber(CustomerRecorded)
    def on_customer_recorded(self, work: Work, event: ReceivedEvent) -> None:
        copies.keep_customer(work, event)
