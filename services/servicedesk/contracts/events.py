"""What happens to service requests, as others are told."""

from services.chassis.contract import Choice, Event, Id, Moment, One, Schema, Text
from services.servicedesk.contracts.requests import EXAMPLE, Category, RequestMachine, Urgency


class _RequestFacts(Schema):
    """What may be known of a request without knowing a person: enough for its mails."""

    request_id = Id()
    reference_number = Text(max=20)
    customer_id = Id()
    machine = One(RequestMachine)
    category = Choice(Category)
    urgency = Choice(Urgency)
    requester_id = Id(person=True)
    at = Moment()


_FACTS = {
    "request_id": EXAMPLE["id"],
    "reference_number": EXAMPLE["reference_number"],
    "customer_id": EXAMPLE["customer_id"],
    "machine": EXAMPLE["machine"],
    "category": "paper_jam",
    "urgency": "normal",
    "requester_id": "01980000-0000-7000-8000-000000000002",
    "at": "2026-03-03T08:12:00+00:00",
}


class ServiceRequestReceived(Event):
    """A service request was filed."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass


class ServiceRequestAccepted(Event):
    """The dealer took a service request in hand."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass


class ServiceRequestCancelled(Event):
    """The customer took a service request back."""

    subject = "request_id"
    example = _FACTS

    class Data(_RequestFacts):
        pass
