"""The page of an order, a service request or a contact message, found by its complete reference number."""

import re

from gateway import panels
from gateway.clients import query
from gateway.panels import BestEffort
from gateway.presenters.cases import Case
from gateway.presenters.contact import ContactMessage
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.chassis.contract import Query
from services.ordering.contracts import GetOrder
from services.servicedesk.contracts import GetContactMessage, GetServiceRequest

KINDS: dict[str, tuple[type[Query], type[Case]]] = {
    "SO": (GetOrder, Order),
    "SR": (GetServiceRequest, ServiceRequest),
    "CM": (GetContactMessage, ContactMessage),
}
"""Prefix of reference numbers → query and presenter."""
_NUMBER = re.compile(rf"({'|'.join(KINDS)})[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d", re.IGNORECASE | re.ASCII)


def page_of(typed: str, *, for_staff: bool) -> str:
    """The URL of the page with this reference number, in either case and with or without hyphens. Empty if it is none,
    or there is no such page for the person."""
    number = _NUMBER.fullmatch(typed)
    if number is None:
        return ""
    operation, presenter = KINDS[number[1].upper()]
    row = panels.collect(found=BestEffort(query(operation, reference_number=typed))).found
    return presenter(row, for_staff=for_staff).url if row else ""
