"""Event handlers of notify. Each queues a mail for the person concerned."""

from services.chassis.messaging import IncomingEvent
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import subscriber
from services.chassis.runtime.runtime import SettingsProvider
from services.identity.contracts import AccountMailRequested, PasswordChanged
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
    MessagePosted,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestClosed,
    ServiceRequestReceived,
    ServiceRequestReopened,
    ServiceRequestResolved,
    ServiceRequestWaitingForCustomer,
    ServiceRequestWaitingForParts,
    VisitScheduled,
)


class NotifySubscriptions:
    name = "notify.subscriptions"
    settings = SettingsProvider()

    @subscriber(AccountMailRequested)
    def on_account_mail_requested(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        commands.queue_link(uow, event_id=event.id, about=event.data)

    @subscriber(PasswordChanged)
    def on_password_changed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        commands.queue_mail(uow, event.type, to=event.data["person_id"], event_id=event.id, about=event.data)

    @subscriber(OrderPlaced)
    def on_order_placed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(OrderConfirmed)
    def on_order_confirmed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(OrderShipped)
    def on_order_shipped(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(OrderDelivered)
    def on_order_delivered(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(OrderCancelled)
    def on_order_cancelled(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(OrderRefused)
    def on_order_refused(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_orderer(uow, event)

    @subscriber(ServiceRequestReceived)
    def on_service_request_received(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestAccepted)
    def on_service_request_accepted(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestCancelled)
    def on_service_request_cancelled(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(VisitScheduled)
    def on_visit_scheduled(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestWaitingForParts)
    def on_service_request_waiting_for_parts(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestWaitingForCustomer)
    def on_service_request_waiting_for_customer(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestResolved)
    def on_service_request_resolved(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestClosed)
    def on_service_request_closed(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(ServiceRequestReopened)
    def on_service_request_reopened(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_requester(uow, event)

    @subscriber(MessagePosted)
    def on_message_posted(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        commands.queue_answer(uow, event.type, event_id=event.id, about=event.data)

    @subscriber(ContactMessageReceived)
    def on_contact_message_received(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_sender(uow, event)
        commands.queue_for_dealer(uow, self.settings.brand_email, event_id=event.id, about=event.data)

    @subscriber(ContactMessageHandled)
    def on_contact_message_handled(self, uow: UnitOfWork, event: IncomingEvent) -> None:
        _mail_sender(uow, event)


def _mail_sender(uow: UnitOfWork, event: IncomingEvent) -> None:
    commands.queue_mail(uow, event.type, to=event.data["sender_id"], event_id=event.id, about=event.data)


def _mail_requester(uow: UnitOfWork, event: IncomingEvent) -> None:
    commands.queue_mail(uow, event.type, to=event.data["requester_id"], event_id=event.id, about=event.data)


def _mail_orderer(uow: UnitOfWork, event: IncomingEvent) -> None:
    commands.queue_mail(uow, event.type, to=event.data["orderer_id"], event_id=event.id, about=event.data)
