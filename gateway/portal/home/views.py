"""The start page of customers."""

from flask import render_template
from flask.typing import ResponseReturnValue

from gateway import panels
from gateway.callers import Person
from gateway.clients import query
from gateway.portal.home import dashboard
from gateway.presenters.machines import Machine
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.fleet.contracts import GetOverview
from services.identity.contracts import ListPendingRequests
from services.ordering.contracts import ListOrders
from services.servicedesk.contracts import ListServiceRequests

NEWEST = 3


def first_page(person: Person) -> ResponseReturnValue:
    admin_calls = {}
    if person.may("manage_users"):
        admin_calls["pending"] = query(ListPendingRequests, limit=NEWEST)
    page = panels.collect(
        **admin_calls,
        machines=query(GetOverview, limit=dashboard.MACHINES_LOADED),
        newest=query(ListServiceRequests, open_only=True, limit=NEWEST),
        coming=query(ListOrders, open_only=True, limit=NEWEST),
    )
    counts = page.machines and page.machines["counts"]
    return render_template(
        "home/dashboard.html",
        greeting=dashboard.greeting(person.first_name),
        lead=dashboard.lead(counts),
        tiles=dashboard.tiles(counts, page.newest, page.coming),
        has_machines=counts is None or counts["machines"] > 0,
        concerns=dashboard.concerns(page.machines),
        well=dashboard.well(counts),
        none_low=dashboard.none_low(counts),
        to_answer=dashboard.requests_to_answer(getattr(page, "pending", None)),
        attention_conditions=dashboard.ATTENTION_CONDITIONS,
        lowest=None
        if page.machines is None
        else [Machine(row) for row in page.machines["low"][: dashboard.MAX_LEVELS]],
        newest=None if page.newest is None else [ServiceRequest(row) for row in page.newest["rows"]],
        coming=None if page.coming is None else [Order(row) for row in page.coming["rows"]],
    )
