"""What guests did lately, as far as the reader sees the machines."""

from typing import Any, NamedTuple

from flask import url_for

from gateway import listing, panels
from gateway.clients import query
from gateway.panels import BestEffort
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.ordering.contracts import ListOrders
from services.servicedesk.contracts import ListServiceRequests

SHOWN = 5


class Activity(NamedTuple):
    """The newest orders and service requests of guests, with the number of all and the lists of them. None where a
    service does not answer; the texts are empty then."""

    orders: list[Order] | None
    orders_found: str
    orders_url: str
    requests: list[ServiceRequest] | None
    requests_found: str
    requests_url: str


def guest_activity(customer_id: str | None = None) -> Activity:
    """`customer_id`: given for staff."""
    parameters: dict[str, Any] = {"by_guests": True, "limit": SHOWN, "customer_id": customer_id}
    found = panels.collect(
        orders=BestEffort(query(ListOrders, **parameters)),
        requests=BestEffort(query(ListServiceRequests, **parameters)),
    )
    for_staff = customer_id is not None
    orders, requests = found.orders, found.requests
    return Activity(
        orders=[Order(row, for_staff=for_staff) for row in orders["rows"]] if orders else None,
        orders_found=listing.how_many(orders["page"], "orders.found") if orders else "",
        orders_url=_list_url("staff_orders.order_list" if for_staff else "orders.order_list", customer_id),
        requests=[ServiceRequest(row, for_staff=for_staff) for row in requests["rows"]] if requests else None,
        requests_found=listing.how_many(requests["page"], "requests.found") if requests else "",
        requests_url=_list_url(
            "staff_requests.request_list" if for_staff else "service_requests.request_list", customer_id
        ),
    )


def _list_url(endpoint: str, customer_id: str | None) -> str:
    return url_for(endpoint, guests=1, customer=customer_id)
