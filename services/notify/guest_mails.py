"""The mails to guests, about what they ordered and reported without an account (docs/features.md#guests)."""

from collections.abc import Callable
from operator import itemgetter
from uuid import UUID

from services.chassis.contract import Event
from services.chassis.settings import Settings
from services.notify import mail_details
from services.notify.mail_rules import Data, LabelledValuesOf, MailRule, Topic
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

Condition = Callable[[Data], bool]


def _always(_data: Data) -> bool:
    return True


def _is_rescheduled(data: Data) -> bool:
    return bool(data["rescheduled_from"])


def _is_new_visit(data: Data) -> bool:
    return not data["rescheduled_from"] and not data["technician_changed"]


def _is_called_off(data: Data) -> bool:
    return bool(data["visit_called_off"])


def by_guest(data: Data) -> bool:
    """Whether the order or request of an event is a guest's; events of earlier versions do not say so."""
    return bool(data.get("by_guest"))


def _rule(
    template: str,
    topic: Topic,
    event: type[Event],
    recipient_id: Callable[[Data], UUID],
    details: LabelledValuesOf,
    condition: Condition,
) -> MailRule:
    def holds(data: Data, _settings: Settings) -> bool:
        return condition(data)

    return MailRule(template, topic, event, recipient_id, details, "{status_page}", "mail.link.guest_status", holds)


def _order(template: str, event: type[Event], details: LabelledValuesOf = mail_details.of_guest_order) -> MailRule:
    return _rule(template, Topic.ORDER, event, itemgetter("order_id"), details, by_guest)


def _request(template: str, event: type[Event], condition: Condition = _always) -> MailRule:
    def to_guest(data: Data) -> bool:
        return by_guest(data) and condition(data)

    details = mail_details.of_guest_request
    return _rule(template, Topic.SERVICE_REQUEST, event, itemgetter("request_id"), details, to_guest)


GUEST_MAILS = (
    _order("guest_order_placed", ordering.OrderPlaced),
    _order("guest_order_shipped", ordering.OrderShipped, mail_details.of_guest_parcel),
    _order("guest_order_cancelled", ordering.OrderCancelled),
    _order("guest_order_refused", ordering.OrderRefused),
    _request("guest_request_received", servicedesk.ServiceRequestReceived),
    _request("guest_visit_scheduled", servicedesk.VisitScheduled, _is_new_visit),
    _request("guest_visit_rescheduled", servicedesk.VisitScheduled, _is_rescheduled),
    _request("guest_waiting_for_parts", servicedesk.ServiceRequestWaitingForParts, _is_called_off),
    _request("guest_waiting_for_answer", servicedesk.ServiceRequestWaitingForCustomer, _is_called_off),
    _request("guest_request_resolved", servicedesk.ServiceRequestResolved),
    _request("guest_request_cancelled", servicedesk.ServiceRequestCancelled),
    _rule(
        "guest_sighting_added",
        Topic.SERVICE_REQUEST,
        servicedesk.GuestSightingAdded,
        itemgetter("sighting_id"),
        mail_details.of_guest_request,
        _always,
    ),
)
TO_GUESTS = tuple(rule.template for rule in GUEST_MAILS)
