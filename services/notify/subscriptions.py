"""Notify's door for events: each becomes a mail to whom it concerns."""

from services.chassis.service import ReceivedEvent, Work, subscriber
from services.chassis.service.runtime import HouseSettings
from services.identity.contracts import LinkPrepared, PasswordChanged
from services.notify import commands
from services.ordering.contracts import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
)
from services.servicedesk.contracts import (
    ContactMessageHandled,
    ContactMessageReceived,
    CustomerAsked,
    MessagePosted,
    PartsAwaited,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestClosed,
    ServiceRequestReceived,
    ServiceRequestReopened,
    ServiceRequestResolved,
    VisitScheduled,
)


class NotifySubscriptions:
    name = "notify.subscriptions"
    settings = HouseSettings()

    @subscriber(LinkPrepared)
    def on_link_prepared(self, work: Work, event: ReceivedEvent) -> None:
        commands.queue_link(work, event_id=event.id, about=event.data)

    @subscriber(PasswordChanged)
    def on_password_changed(self, work: Work, event: ReceivedEvent) -> None:
        commands.queue_mail(work, event.type, to=event.data["person_id"], event_id=event.id, about=event.data)

    @subscriber(OrderPlaced)
    def on_order_placed(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(OrderConfirmed)
    def on_order_confirmed(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(OrderShipped)
    def on_order_shipped(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(OrderDelivered)
    def on_order_delivered(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(OrderCancelled)
    def on_order_cancelled(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(OrderRefused)
    def on_order_refused(self, work: Work, event: ReceivedEvent) -> None:
        _tell_orderer(work, event)

    @subscriber(ServiceRequestReceived)
    def on_service_request_received(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestAccepted)
    def on_service_request_accepted(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestCancelled)
    def on_service_request_cancelled(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(VisitScheduled)
    def on_visit_scheduled(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(PartsAwaited)
    def on_parts_awaited(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(CustomerAsked)
    def on_customer_asked(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestResolved)
    def on_service_request_resolved(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestClosed)
    def on_service_request_closed(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(ServiceRequestReopened)
    def on_service_request_reopened(self, work: Work, event: ReceivedEvent) -> None:
        _tell_requester(work, event)

    @subscriber(MessagePosted)
    def on_message_posted(self, work: Work, event: ReceivedEvent) -> None:
        commands.queue_answer(work, event.type, event_id=event.id, about=event.data)

    @subscriber(ContactMessageReceived)
    def on_contact_message_received(self, work: Work, event: ReceivedEvent) -> None:
        _tell_sender(work, event)
        commands.queue_for_dealer(work, self.settings.brand_email, event_id=event.id, about=event.data)

    @subscriber(ContactMessageHandled)
    def on_contact_message_handled(self, work: Work, event: ReceivedEvent) -> None:
        _tell_sender(work, event)


def _tell_sender(work: Work, event: ReceivedEvent) -> None:
    commands.queue_mail(work, event.type, to=event.data["sender_id"], event_id=event.id, about=event.data)


def _tell_requester(work: Work, event: ReceivedEvent) -> None:
    commands.queue_mail(work, event.type, to=event.data["requester_id"], event_id=event.id, about=event.data)


def _tell_orderer(work: Work, event: ReceivedEvent) -> None:
    commands.queue_mail(work, event.type, to=event.data["orderer_id"], event_id=event.id, about=event.data)
