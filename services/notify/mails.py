"""The mails: for which event, to whom, with which details, page and button. Their texts are in `translations/`."""

from collections.abc import Callable
from operator import itemgetter
from uuid import UUID

from services.chassis.contract import Event
from services.chassis.messaging import IncomingEvent
from services.chassis.settings import Settings
from services.notify import mail_details
from services.notify.account_mails import ACCOUNT_MAILS
from services.notify.guest_mails import GUEST_MAILS, by_guest
from services.notify.mail_rules import Data, LabelledValuesOf, MailRule, Topic, always
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk


def _order(event: type[Event], details: LabelledValuesOf = mail_details.of_order) -> MailRule:
    page, button = "/orders/{reference_number}", "mail.link.order"
    return MailRule(event.type, Topic.ORDER, event, itemgetter("orderer_id"), details, page, button, _not_by_guest)


def _service_request(
    event: type[Event],
    condition: Callable[[Data, Settings], bool] = always,
    template: str = "",
) -> MailRule:
    """`template` is by default the event's type."""

    def to_user(data: Data, settings: Settings) -> bool:
        return _not_by_guest(data, settings) and condition(data, settings)

    return MailRule(
        template or event.type,
        Topic.SERVICE_REQUEST,
        event,
        itemgetter("requester_id"),
        mail_details.of_service_request,
        "/service-requests/{reference_number}",
        "mail.link.service_request",
        to_user,
    )


def _has_confirmation_address(data: Data, _settings: Settings) -> bool:
    return bool(data["has_confirmation_address"])


def _contact_message(event: type[Event], details: LabelledValuesOf = mail_details.of_contact_message) -> MailRule:
    page, button = "/contact/{reference_number}", "mail.link.contact_message"
    return MailRule(event.type, Topic.CONTACT_MESSAGE, event, itemgetter("sender_id"), details, page, button, _of_user)


def _visitor_message(
    template: str, event: type[Event], details: LabelledValuesOf = mail_details.of_contact_message
) -> MailRule:
    """To somebody without an account, whose address the service desk has."""
    page, button, message_id = "/support/{language}", "mail.link.support", itemgetter("message_id")
    return MailRule(template, Topic.CONTACT_MESSAGE, event, message_id, details, page, button, _of_visitor)


def _not_by_guest(data: Data, _settings: Settings) -> bool:
    return not by_guest(data)


def _of_user(data: Data, _settings: Settings) -> bool:
    return data["sender_id"] is not None


def _of_visitor(data: Data, settings: Settings) -> bool:
    return not _of_user(data, settings)


def _sender_or_message(data: Data) -> UUID:
    id: UUID = data["sender_id"] or data["message_id"]
    return id


def _by_staff(data: Data, _settings: Settings) -> bool:
    """Messages of customers are not mailed; the dealer sees them in the work list."""
    return bool(data["by_staff"])


def _is_rescheduled(data: Data, _settings: Settings) -> bool:
    return bool(data["rescheduled_from"])


def _has_other_technician(data: Data, _settings: Settings) -> bool:
    return bool(data["technician_changed"])


def _is_new_visit(data: Data, settings: Settings) -> bool:
    return not (_is_rescheduled(data, settings) or _has_other_technician(data, settings))


def _dealer_has_address(_data: Data, settings: Settings) -> bool:
    return bool(settings.brand_email)


VISITOR_MESSAGE_RECEIVED, VISITOR_MESSAGE_HANDLED = "visitor_message_received", "visitor_message_handled"
TO_VISITORS = (VISITOR_MESSAGE_RECEIVED, VISITOR_MESSAGE_HANDLED)
"""Templates of the mails to people without an account, about the contact messages that they sent."""
SERVICE_REQUEST_CONFIRMATION = "service_request_confirmation"
"""Template of the confirmation to the customer's fixed address, besides that to the requester."""
CONTACT_INBOX = "contact_message_inbox"
"""Template of the mail to the dealer's address about a new contact message."""
VISIT_TECHNICIAN_CHANGED = "visit_technician_changed"
"""Template of the mail about another engineer for a visit."""
NEWS, TEST_NEWS = "news", "news_test"
"""Templates of mails of news, and of those by which staff try an item; no event is behind them."""
MAILS = (
    _order(ordering.OrderPlaced),
    _order(ordering.OrderConfirmed),
    _order(ordering.OrderShipped, mail_details.of_parcel),
    _order(ordering.OrderDelivered),
    _order(ordering.OrderCancelled),
    _order(ordering.OrderRefused),
    _service_request(servicedesk.ServiceRequestReceived),
    MailRule(
        SERVICE_REQUEST_CONFIRMATION,
        Topic.SERVICE_REQUEST,
        servicedesk.ServiceRequestReceived,
        itemgetter("customer_id"),  # goes to the customer's address, also for a guest's request
        mail_details.of_service_request,
        "/service-requests/{reference_number}",
        "mail.link.service_request",
        _has_confirmation_address,
    ),
    _service_request(servicedesk.ServiceRequestAccepted),
    _service_request(servicedesk.VisitScheduled, _is_new_visit),
    _service_request(servicedesk.VisitScheduled, _is_rescheduled, "visit_rescheduled"),
    _service_request(servicedesk.VisitScheduled, _has_other_technician, VISIT_TECHNICIAN_CHANGED),
    _service_request(servicedesk.ServiceRequestWaitingForParts),
    _service_request(servicedesk.ServiceRequestWaitingForCustomer),
    _service_request(servicedesk.ServiceRequestResolved),
    _service_request(servicedesk.ServiceRequestClosed),
    _service_request(servicedesk.ServiceRequestReopened),
    _service_request(servicedesk.ServiceRequestCancelled),
    _service_request(servicedesk.MessagePosted, _by_staff),
    _contact_message(servicedesk.ContactMessageReceived),
    _contact_message(servicedesk.ContactMessageHandled, mail_details.of_contact_answer),
    _visitor_message(VISITOR_MESSAGE_RECEIVED, servicedesk.ContactMessageReceived),
    _visitor_message(VISITOR_MESSAGE_HANDLED, servicedesk.ContactMessageHandled, mail_details.of_contact_answer),
    MailRule(
        CONTACT_INBOX,
        Topic.CONTACT_MESSAGE,
        servicedesk.ContactMessageReceived,
        itemgetter("message_id"),  # goes to the dealer's address, not to a person
        mail_details.of_contact_message,
        "/backoffice/contact/{reference_number}",
        "mail.link.inbox",
        _dealer_has_address,
        source_id=_sender_or_message,
    ),
    *ACCOUNT_MAILS,
    *GUEST_MAILS,
)
BY_TEMPLATE = {rule.template: rule for rule in MAILS}
READABLE_BY_ALL_STAFF = tuple(rule.template for rule in MAILS if rule.readable_by_all_staff)
EVENTS = tuple(dict.fromkeys(rule.event for rule in MAILS))


def topic_of(template: str) -> Topic | None:
    """None for a mail of an earlier version, which is not sent any more."""
    rule = BY_TEMPLATE.get(template)
    return rule.topic if rule else None


def has_one_time_link(template: str) -> bool:
    """Whether the mail's button opens a page once, with a secret that identity creates when the mail is sent."""
    rule = BY_TEMPLATE.get(template)
    return rule is not None and "{token}" in rule.page


def rules_for(event: IncomingEvent, settings: Settings) -> list[MailRule]:
    """The mails to send about an event."""
    return [rule for rule in MAILS if rule.event.type == event.type and rule.condition(event.data, settings)]
