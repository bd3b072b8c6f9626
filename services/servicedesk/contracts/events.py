"""Events about service requests."""

from services.chassis.contract import Event, Schema, fields
from services.servicedesk.contracts.requests import EXAMPLE, Category, RequestMachine, Urgency
from services.servicedesk.contracts.visits import Visit

__all__ = [
    "GuestSightingAdded", "MessagePosted", "ServiceRequestAccepted", "ServiceRequestCancelled", "ServiceRequestClosed",
    "ServiceRequestReceived", "ServiceRequestReopened", "ServiceRequestResolved", "ServiceRequestStarted",
    "ServiceRequestWaitingForCustomer", "ServiceRequestWaitingForParts", "VisitScheduled",
]  # fmt: skip


class _RequestData(Schema):
    """Data of all service request events: enough to render their mails, without personal data except ids and `note`.

    `visit` is the scheduled visit, or null. With `visit_called_off` it is the one that will not take place because of
    this event. `by_staff` is true when a member of the dealer's staff caused the event; `author_id` is the user who
    did, else null. `requester_id` is null for a request `by_guest`.
    """

    request_id = fields.UUID()
    reference_number = fields.String(max_length=20)
    customer_id = fields.UUID()
    machine = fields.Nested(RequestMachine)
    category = fields.Enum(Category)
    urgency = fields.Enum(Urgency)
    requester_id = fields.UUID(person=True, allow_none=True, required=True)
    by_guest = fields.Boolean(load_default=False)
    author_id = fields.UUID(allow_none=True, person=True)
    by_staff = fields.Boolean()
    note = fields.String(max_length=1000, multiline=True, personal=True)
    visit = fields.Nested(Visit, allow_none=True, required=True)
    visit_called_off = fields.Boolean()
    at = fields.AwareDateTime()


_EXAMPLE = {
    "request_id": EXAMPLE["id"],
    "reference_number": EXAMPLE["reference_number"],
    "customer_id": EXAMPLE["customer_id"],
    "machine": EXAMPLE["machine"],
    "category": "paper_jam",
    "urgency": "normal",
    "requester_id": "01980000-0000-7000-8000-000000000002",
    "by_guest": False,
    "author_id": None,
    "by_staff": True,
    "note": "",
    "visit": {"begins_at": "2026-03-04T09:00:00+00:00", "ends_at": "2026-03-04T11:00:00+00:00", "number": 0},
    "visit_called_off": False,
    "at": "2026-03-03T08:12:00+00:00",
}


class ServiceRequestReceived(Event):
    """A service request was filed. `has_confirmation_address`: the customer has a fixed address that gets the
    confirmation as well; identity's GetConfirmationAddress returns it. Events published before the field existed have
    false."""

    subject = "request_id"
    example = _EXAMPLE | {"has_confirmation_address": False}

    class Data(_RequestData):
        has_confirmation_address = fields.Boolean(load_default=False)


class ServiceRequestAccepted(Event):
    """The dealer accepted a service request."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestCancelled(Event):
    """A service request was cancelled, by the customer or the dealer (`by_staff`); `note` may give the reason."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class VisitScheduled(Event):
    """A visit was scheduled or changed. `rescheduled_from` is the visit as it was, null if it has no other time.
    `technician_changed`: only the engineer was changed; GetServiceRequest returns who comes. Events published before a
    field existed have null and false."""

    subject = "request_id"
    example = _EXAMPLE | {"rescheduled_from": None, "technician_changed": False}

    class Data(_RequestData):
        rescheduled_from = fields.Nested(Visit, allow_none=True, load_default=None)
        technician_changed = fields.Boolean(load_default=False)


class ServiceRequestStarted(Event):
    """Work on a service request has started."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestWaitingForParts(Event):
    """A service request waits for parts; `note` says which."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestWaitingForCustomer(Event):
    """A service request waits for the customer; `note` is the question."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestResolved(Event):
    """The dealer resolved a service request; `note` says how. The customer can reopen it for 7 days."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestClosed(Event):
    """A service request was closed, by the customer or after 7 days without an answer."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class ServiceRequestReopened(Event):
    """The customer reopened a service request; `note` says what is still wrong."""

    subject = "request_id"
    example = _EXAMPLE

    class Data(_RequestData):
        pass


class MessagePosted(Event):
    """The customer or the dealer (`by_staff`) posted a message. The text is not part of the event: GetServiceRequest
    returns it, by `message_id`, which is null in events published before the field existed."""

    subject = "request_id"
    example = _EXAMPLE | {"message_id": "01980000-0000-7000-8000-000000000033"}

    class Data(_RequestData):
        message_id = fields.UUID(allow_none=True, load_default=None)


class GuestSightingAdded(Event):
    """A guest said of an open request "also seen by me". Who it is, is not part of the event: GetServiceRequest returns
    it, by `sighting_id`."""

    subject = "request_id"
    example = _EXAMPLE | {"by_staff": False, "sighting_id": "01980000-0000-7000-8000-000000000036"}

    class Data(_RequestData):
        sighting_id = fields.UUID()
