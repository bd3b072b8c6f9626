"""The mails: for which event, to whom, with which details, page and button. Their texts are in `translations/`."""

from collections.abc import Callable
from operator import itemgetter
from uuid import UUID

from services.chassis.contract import Event
from services.chassis.messaging import IncomingEvent
from services.chassis.settings import Settings
from services.identity.contracts import AccountMailRequested, MailPurpose, PasswordChanged
from services.notify import mail_details
from services.notify.mail_rules import Data, LabelledValuesOf, MailRule, Topic, always
from services.notify.model import Priority
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk


def _order(event: type[Event], details: LabelledValuesOf = mail_details.of_order) -> MailRule:
    page, button = "/orders/{reference_number}", "mail.link.order"
    return MailRule(event.type, Topic.ORDER, event, itemgetter("orderer_id"), details, page, button)


def _service_request(
    event: type[Event], condition: Callable[[Data, Settings], bool] = always, template: str = ""
) -> MailRule:
    """`template` is by default the event's type."""
    return MailRule(
        template or event.type,
        Topic.SERVICE_REQUEST,
        event,
        itemgetter("requester_id"),
        mail_details.of_service_request,
        "/service-requests/{reference_number}",
        "mail.link.service_request",
        condition,
    )


def _contact_message(event: type[Event]) -> MailRule:
    page, button, details = "/contact/{reference_number}", "mail.link.contact_message", mail_details.of_contact_message
    return MailRule(event.type, Topic.CONTACT_MESSAGE, event, itemgetter("sender_id"), details, page, button, _of_user)


def _visitor_message(template: str, event: type[Event]) -> MailRule:
    """To somebody without an account, whose address the service desk has."""
    page, button, details = "/support/{language}", "mail.link.support", mail_details.of_contact_message
    message_id = itemgetter("message_id")
    return MailRule(template, Topic.CONTACT_MESSAGE, event, message_id, details, page, button, _of_visitor)


def _account(purpose: MailPurpose, details: LabelledValuesOf, page: str, button: str) -> MailRule:
    def has_purpose(data: Data, _settings: Settings) -> bool:
        return bool(data["purpose"] == purpose)

    return MailRule(
        f"link_{purpose}",
        Topic.ACCOUNT,
        AccountMailRequested,
        _person_or_link,
        details,
        page,
        button,
        has_purpose,
        Priority.ACCOUNT,
    )


def _person_or_link(data: Data) -> UUID:
    """The link's id where the address belongs to no person yet."""
    id: UUID = data["person_id"] or data["link_id"]
    return id


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
CONTACT_INBOX = "contact_message_inbox"
"""Template of the mail to the dealer's address about a new contact message."""
VISIT_TECHNICIAN_CHANGED = "visit_technician_changed"
"""Template of the mail about another engineer for a visit."""
MAILS = (
    _order(ordering.OrderPlaced),
    _order(ordering.OrderConfirmed),
    _order(ordering.OrderShipped, mail_details.of_parcel),
    _order(ordering.OrderDelivered),
    _order(ordering.OrderCancelled),
    _order(ordering.OrderRefused),
    _service_request(servicedesk.ServiceRequestReceived),
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
    _contact_message(servicedesk.ContactMessageHandled),
    _visitor_message(VISITOR_MESSAGE_RECEIVED, servicedesk.ContactMessageReceived),
    _visitor_message(VISITOR_MESSAGE_HANDLED, servicedesk.ContactMessageHandled),
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
    _account(MailPurpose.RESET_PASSWORD, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.PASSWORD_REMOVED, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.SET_PASSWORD, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.JOIN, mail_details.of_link, "/invitations/{token}", "mail.link.join"),
    _account(MailPurpose.INVITE_STAFF, mail_details.of_link, "/password/{token}", "mail.link.set_password"),
    _account(MailPurpose.STAFF_WELCOME, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(MailPurpose.CONFIRM_EMAIL, mail_details.of_link, "/email/confirm/{token}", "mail.link.confirm_email"),
    _account(MailPurpose.UNDO_EMAIL, mail_details.of_link, "/email/undo/{token}", "mail.link.undo_email"),
    _account(
        MailPurpose.CONFIRM_REGISTRATION, mail_details.of_link, "/register/confirm/{token}", "mail.link.confirm_email"
    ),
    _account(MailPurpose.NO_ACCOUNT, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(MailPurpose.ADDRESS_IN_USE, mail_details.of_notice, "/login", "mail.link.portal"),
    _account(
        MailPurpose.REGISTRATION_REQUESTED,
        mail_details.of_pending_request,
        "/registrations/{registration_id}",
        "mail.link.registration",
    ),
    _account(
        MailPurpose.REGISTRATION_REMINDED,
        mail_details.of_pending_request,
        "/registrations/{registration_id}",
        "mail.link.registration",
    ),
    _account(MailPurpose.REGISTRATION_APPROVED, mail_details.of_decided_request, "/login", "mail.link.portal"),
    _account(MailPurpose.REGISTRATION_REFUSED, mail_details.of_decided_request, "/login", "mail.link.portal"),
    _account(MailPurpose.REGISTRATION_EXPIRED, mail_details.of_decided_request, "/register", "mail.link.register"),
    _account(
        MailPurpose.ACCESS_REQUESTED,
        mail_details.of_pending_request,
        "/registrations/access/{request_id}",
        "mail.link.registration",
    ),
    _account(
        MailPurpose.ACCESS_GRANTED, mail_details.of_decided_request, "/machines/{machine_id}", "mail.link.machine"
    ),
    _account(MailPurpose.ACCESS_REFUSED, mail_details.of_decided_request, "/machines", "mail.link.portal"),
    _account(MailPurpose.ACCOUNT_REMOVED, mail_details.of_removal, "/", "mail.link.portal"),
    MailRule(
        PasswordChanged.type,
        Topic.ACCOUNT,
        PasswordChanged,
        itemgetter("person_id"),
        mail_details.of_password_change,
        "/password/forgot",
        "mail.link.forgot",
        priority=Priority.ACCOUNT,
    ),
)
BY_TEMPLATE = {rule.template: rule for rule in MAILS}
READABLE_BY_ALL_STAFF = tuple(rule.template for rule in MAILS if rule.readable_by_all_staff)
ACCOUNT_REMOVED = f"link_{MailPurpose.ACCOUNT_REMOVED}"
"""Template of the last mail to a person, which leaves nothing behind."""
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
