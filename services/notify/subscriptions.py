"""Notify's door for events: each becomes a mail to whom it concerns."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.notify import commands
from services.servicedesk.contracts import ServiceRequestAccepted, ServiceRequestCancelled, ServiceRequestReceived


class NotifySubscriptions:
    name = "notify.subscriptions"

    @subscriber(ServiceRequestReceived)
    def on_service_request_received(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestAccepted)
    def on_service_request_accepted(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestCancelled)
    def on_service_request_cancelled(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)


def _tell_requester(work: Work, event: ReceivedEvent) -> None:
    commands.queue_mail(work, event.type, to=event.data["requester_id"], event_id=event.id, about=event.data)
