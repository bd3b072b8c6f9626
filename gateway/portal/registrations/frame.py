"""What all pages about registrations and access requests have: tabs and messages (`registrations/frame.html`)."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for

from gateway import callers, listing, notices, panels
from gateway.clients import query
from gateway.listing import Listing
from gateway.panels import Required
from gateway.presenters.tabs import Tab
from gateway.read_only import changes_offered
from services.chassis.contract import Query
from services.identity.contracts import CountPendingRequests

ENDPOINTS = {
    "accounts": "registrations.registration_list",
    "machines": "access_requests.request_list",
    "policy": "self_registration.policy",
}
COUNTED_AS = {"accounts": "accounts", "machines": "access"}
"""Tab → its number in the response of CountPendingRequests."""
DONE = ("approved", "refused", "assigned", "granted", "policy")
"""Messages of the page: what was done before the redirect to it."""


def list_context(tab: str, operation: type[Query], row: Callable[[Any], Any], counted: str) -> dict[str, Any]:
    """The template variables of a list of open requests, or of answered ones (`registrations/frame.html`)."""
    answered = "answered" in request.args
    page = panels.collect(
        found=Required(query(operation, answered=answered, **listing.cursors())), waiting=query(CountPendingRequests)
    )
    rows = map(row, page.found["rows"])
    return {
        "found": Listing.of(page.found["page"], rows, counted, {"answered": answered and "1"}),
        "tabs": tabs(tab, page.waiting),
        "done": notices.shown(DONE),
        "answered": answered,
        "list_url": listing.address({}),
    }


def first_waiting() -> str:
    """The URL of the first list in which a request waits for an answer, or of the first one if none does."""
    waiting = panels.collect(waiting=query(CountPendingRequests)).waiting or {}
    tab = next((tab for tab, name in COUNTED_AS.items() if waiting.get(name)), "accounts")
    return url_for(ENDPOINTS[tab])


def tabs(current: str, waiting: dict[str, int] | None) -> list[Tab]:
    """The tabs, with the numbers of open requests: `waiting` is the response of CountPendingRequests, None if identity
    does not answer. Staff have no self-registration settings, which belong to a customer."""
    with_settings = not callers.current_person().staff and changes_offered()
    endpoints = {tab: endpoint for tab, endpoint in ENDPOINTS.items() if tab != "policy" or with_settings}
    numbers = {tab: (waiting or {}).get(name, 0) for tab, name in COUNTED_AS.items()}
    return [
        Tab(f"registrations.tab.{tab}", url_for(endpoint), tab == current, numbers.get(tab, 0))
        for tab, endpoint in endpoints.items()
    ]
