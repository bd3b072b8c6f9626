"""The start page of customers."""

from flask import render_template
from flask.typing import ResponseReturnValue

from gateway import panels
from gateway.callers import Person
from gateway.clients import query
from gateway.portal.home import dashboard
from gateway.presenters.orders import Order
from gateway.presenters.requests import ServiceRequest
from services.fleet.contracts import CountMachines, ListMachines
from services.identity.contracts import ListAccessRequests, ListRegistrations
from services.ordering.contracts import ListOrders
from services.servicedesk.contracts import ListServiceRequests

NEWEST = 3


def first_page(person: Person) -> ResponseReturnValue:
    admin_calls = {}
    if person.may("manage_users"):
        admin_calls = {
            "accounts": query(ListRegistrations, limit=NEWEST),
            "access": query(ListAccessRequests, limit=NEWEST),
        }
    page = panels.collect(
        **admin_calls,
        machines=query(CountMachines),
        low=query(ListMachines, conditions=["low"], sort="toner", with_groups=False, limit=dashboard.LOW_LOADED),
        attention=query(
            ListMachines, conditions=["attention", "stale"], sort="condition", with_groups=False, with_supplies=False
        ),
        newest=query(ListServiceRequests, open_only=True, limit=NEWEST),
        coming=query(ListOrders, open_only=True, limit=NEWEST),
    )
    return render_template(
        "home/dashboard.html",
        greeting=dashboard.greeting(person.first_name),
        lead=dashboard.lead(page.machines),
        tiles=dashboard.tiles(page.machines, page.newest, page.coming),
        has_machines=page.machines is None or page.machines["machines"] > 0,
        concerns=dashboard.concerns(page),
        well=dashboard.well(page.machines),
        none_low=dashboard.none_low(page.machines),
        to_answer=dashboard.requests_to_answer(page),
        attention_conditions=dashboard.ATTENTION_CONDITIONS,
        lowest=None if page.low is None else dashboard.lowest_toner_first(page.low["rows"]),
        newest=None if page.newest is None else [ServiceRequest(row) for row in page.newest["rows"]],
        coming=None if page.coming is None else [Order(row) for row in page.coming["rows"]],
    )
