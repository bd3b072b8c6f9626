"""The personal data in the service desk's tables (docs/decisions/0017-personal-data.md)."""

from uuid import UUID

from sqlalchemy import Label, select
from sqlalchemy.orm import InstrumentedAttribute

from services.chassis.persistence.personal_data import ByEmail, Declaration, OfNoAccount, PersonalRows
from services.servicedesk.model import ArticleRating, ContactMessage, GuestSighting, ServiceRequest
from services.servicedesk.model.timeline import Message, TimelineEntry


def _of_request(request_id: InstrumentedAttribute[UUID]) -> Label[str]:
    query = select(ServiceRequest.reference_number).where(ServiceRequest.id == request_id)
    return query.scalar_subquery().label("reference_number")


PERSONAL_DATA: tuple[Declaration, ...] = (
    PersonalRows(
        ServiceRequest,
        lambda ids: ServiceRequest.requester_id.in_(ids),
        (
            ServiceRequest.description, ServiceRequest.error_code, ServiceRequest.contact_name,
            ServiceRequest.telephone, ServiceRequest.availability,
        ),
        exported=(
            ServiceRequest.id, ServiceRequest.reference_number, ServiceRequest.status, ServiceRequest.received_at,
            ServiceRequest.changed_at, ServiceRequest.equipment_number, ServiceRequest.category, ServiceRequest.urgency,
            ServiceRequest.description, ServiceRequest.error_code, ServiceRequest.contact_name,
            ServiceRequest.telephone, ServiceRequest.availability,
        ),
    ),
    PersonalRows(
        TimelineEntry,
        lambda ids: TimelineEntry.author_id.in_(ids),
        (TimelineEntry.note,),
        exported=(
            TimelineEntry.request_id, _of_request(TimelineEntry.request_id), TimelineEntry.status, TimelineEntry.at,
            TimelineEntry.note,
        ),
    ),
    PersonalRows(
        Message,
        lambda ids: Message.author_id.in_(ids),
        (Message.text,),
        exported=(Message.request_id, _of_request(Message.request_id), Message.at, Message.text),
    ),
    PersonalRows(
        ContactMessage,
        lambda ids: ContactMessage.sender_id.in_(ids) | ContactMessage.id.in_(ids),
        (
            ContactMessage.email, ContactMessage.name, ContactMessage.telephone, ContactMessage.text,
            ContactMessage.note,
        ),
        exported=(
            ContactMessage.reference_number, ContactMessage.customer_name, ContactMessage.subject, ContactMessage.email,
            ContactMessage.name, ContactMessage.telephone, ContactMessage.text, ContactMessage.status,
            ContactMessage.received_at, ContactMessage.handled_at, ContactMessage.note,
        ),
        by_email=ByEmail(ContactMessage.email, ContactMessage.received_at),
    ),
    PersonalRows(
        ServiceRequest,
        lambda ids: ServiceRequest.id.in_(ids),
        (
            ServiceRequest.guest_name, ServiceRequest.guest_email, ServiceRequest.description,
            ServiceRequest.error_code, ServiceRequest.contact_name, ServiceRequest.telephone,
            ServiceRequest.availability,
        ),
        exported=(
            ServiceRequest.reference_number, ServiceRequest.status, ServiceRequest.received_at,
            ServiceRequest.equipment_number, ServiceRequest.category, ServiceRequest.guest_email,
        ),
        section="guest_requests",  # what a mail to the guest says: anybody may have typed the address
        by_email=ByEmail(ServiceRequest.guest_email, ServiceRequest.received_at),
    ),
    PersonalRows(
        GuestSighting,
        lambda ids: GuestSighting.id.in_(ids),
        (GuestSighting.guest_name, GuestSighting.guest_email),
        exported=(
            _of_request(GuestSighting.request_id), GuestSighting.at, GuestSighting.guest_email,
        ),
        by_email=ByEmail(GuestSighting.guest_email, GuestSighting.at),
    ),
    OfNoAccount(
        (ServiceRequest.technician, TimelineEntry.technician),
        "the name of an engineer of the dealer's, which staff type and the customer needs to know who will come",
    ),
    OfNoAccount((ArticleRating.remark,), "feedback on an article, stored without any id of the reader"),
)  # fmt: skip
