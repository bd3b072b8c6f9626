"""The start page of staff: new service requests, new orders and machines that need attention."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import panels
from gateway.callers import Person
from gateway.clients import query
from gateway.portal.home.dashboard import ATTENTION_CONDITIONS, Tile, greeting
from gateway.presenters.machines import Machine
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.fleet.contracts import GetOverview, ListMachines
from services.identity.contracts import CountPendingRequests
from services.notify.contracts import CountUndeliverableMails
from services.ordering.contracts import CountOrders, ListOrders
from services.servicedesk.contracts import CountContactMessages, CountServiceRequests, ListServiceRequests

QUEUE_SHOWN, MACHINES_SHOWN = 10, 5


def first_page(person: Person) -> ResponseReturnValue:
    permitted_calls = {}
    if person.may("handle_registrations"):
        permitted_calls["waiting"] = query(CountPendingRequests)
    if person.may("manage_customers"):
        permitted_calls["messages"] = query(CountContactMessages)
    page = panels.collect(
        **permitted_calls,
        requests=query(CountServiceRequests),
        queue=query(ListServiceRequests, statuses=["received"], limit=QUEUE_SHOWN),
        orders=query(CountOrders),
        placed=query(ListOrders, statuses=["placed"], limit=QUEUE_SHOWN),
        machines=query(GetOverview),
        attention=query(
            ListMachines, conditions=ATTENTION_CONDITIONS, sort="condition", limit=MACHINES_SHOWN, with_groups=False
        ),
        mails=query(CountUndeliverableMails),
    )
    machine_counts = page.machines["counts"] if page.machines else {}
    return render_template(
        "backoffice/dashboard.html",
        greeting=greeting(person.first_name),
        tiles=[
            *_tiles(page.requests or {}, page.orders or {}, machine_counts, page.mails or {}),
            *_request_tiles(page, person),
            *_message_tiles(page, person),
        ],
        queue=None if page.queue is None else [ServiceRequest(row, for_staff=True) for row in page.queue["rows"]],
        placed=None if page.placed is None else [Order(row, for_staff=True) for row in page.placed["rows"]],
        attention=None if page.attention is None else [Machine(row) for row in page.attention["rows"]],
    )


def _request_tiles(page: SimpleNamespace, person: Person) -> list[Tile]:
    """Registrations and access requests that staff have to answer; needs `handle_registrations`."""
    if not person.may("handle_registrations"):
        return []
    waiting = page.waiting or {}
    return [
        Tile(waiting.get("accounts"), "tile.registrations", url_for("registrations.registration_list")),
        Tile(waiting.get("access"), "tile.access_requests", url_for("access_requests.request_list")),
    ]


def _message_tiles(page: SimpleNamespace, person: Person) -> list[Tile]:
    """Contact messages; needs `manage_customers`."""
    if not person.may("manage_customers"):
        return []
    waiting = (page.messages or {}).get("received")
    return [Tile(waiting, "tile.messages", url_for("staff_contact.message_list", status="received"))]


def _tiles(
    requests: dict[str, Any], orders: dict[str, Any], machines: dict[str, Any], mails: dict[str, Any]
) -> list[Tile]:
    return [
        Tile(requests.get("received"), "tile.received", url_for("staff_requests.request_list", status="received")),
        Tile(requests.get("needs_answer"), "tile.needs_answer", url_for("staff_requests.request_list", answer="1")),
        Tile(
            requests.get("accepted"),
            "tile.accepted",
            url_for("staff_requests.request_list", status=["accepted", "in_progress"]),
        ),
        Tile(requests.get("scheduled"), "tile.scheduled", url_for("staff_requests.request_list", status="scheduled")),
        Tile(orders.get("placed"), "tile.placed", url_for("staff_orders.order_list", status="placed")),
        Tile(orders.get("to_ship"), "tile.to_ship", url_for("staff_orders.order_list", to_ship="1")),
        Tile(machines.get("attention"), "tile.attention", url_for("machines.machine_list", condition="attention")),
        Tile(machines.get("low"), "tile.low", url_for("machines.machine_list", condition="low")),
        Tile(machines.get("stale"), "tile.stale", url_for("machines.machine_list", condition="stale")),
        Tile(mails.get("undeliverable"), "tile.undeliverable", url_for("mails.mail_list", status="undeliverable")),
    ]
