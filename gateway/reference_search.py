"""The page of an order, a service request or a contact message, found by its complete reference number."""

from typing import NamedTuple

from gateway import panels
from gateway.clients import query
from gateway.language import t
from gateway.panels import IfFound
from gateway.presenters.cases import Case
from gateway.presenters.contact import ContactMessage
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.chassis.contract import ContractError, Query, reference_numbers
from services.ordering.contracts import GetOrder
from services.servicedesk.contracts import GetContactMessage, GetServiceRequest

KINDS: dict[str, tuple[type[Query], type[Case]]] = {
    "SO": (GetOrder, Order),
    "SR": (GetServiceRequest, ServiceRequest),
    "CM": (GetContactMessage, ContactMessage),
}
"""Prefix of reference numbers → query and presenter."""


class SearchResult(NamedTuple):
    """`url` of the page; if there is none, `message` says why and `advice` what to do. All are empty for text without a
    reference number."""

    url: str = ""
    message: str = ""
    advice: str = ""


def search(typed: str, *, for_staff: bool) -> SearchResult:
    """What has this reference number, as far as the person may see it: a number of others and one that does not exist
    have the same message."""
    found = reference_numbers.find(typed, KINDS)
    if found is None:
        return SearchResult()
    prefix, number = found
    operation, presenter = KINDS[prefix]
    row = panels.collect(row=IfFound(query(operation, reference_number=number))).row
    if row is None:
        return SearchResult(message=t("search.unavailable", number=number), advice=t("search.unavailable.advice"))
    if isinstance(row, ContractError):
        return SearchResult(message=t("search.not_found", number=number), advice=t("search.not_found.advice"))
    return SearchResult(url=presenter(row, for_staff=for_staff).url)
