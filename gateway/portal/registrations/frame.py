"""What all pages about registrations and access requests have: tabs and messages (`registrations/frame.html`)."""

from collections.abc import Iterable
from typing import Any

from flask import request, url_for

from gateway import callers, listing, notices
from gateway.listing import Listing
from gateway.presenters.tabs import Tab
from gateway.read_only import changes_offered

ENDPOINTS = {
    "accounts": "registrations.registration_list",
    "machines": "access_requests.request_list",
    "policy": "self_registration.policy",
}
DONE = ("approved", "refused", "assigned", "granted", "policy")
"""Messages of the page: what was done before the redirect to it."""


def list_context(tab: str, page: dict[str, Any], rows: Iterable[Any], counted: str) -> dict[str, Any]:
    """The template variables of a list of open requests, or of answered ones (`registrations/frame.html`)."""
    answered = "answered" in request.args
    return {
        "found": Listing.of(page, rows, counted, {"answered": answered and "1"}),
        "tabs": tabs(tab),
        "done": notices.shown(DONE),
        "answered": answered,
        "list_url": listing.address({}),
    }


def tabs(current: str) -> list[Tab]:
    """The tabs. Staff have no self-registration settings, which belong to a customer."""
    with_settings = not callers.current_person().staff and changes_offered()
    endpoints = {tab: endpoint for tab, endpoint in ENDPOINTS.items() if tab != "policy" or with_settings}
    return [Tab(f"registrations.tab.{tab}", url_for(endpoint), tab == current) for tab, endpoint in endpoints.items()]
