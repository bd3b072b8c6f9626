"""Tabs and messages shared by the pages about registrations and access requests."""

from flask import url_for

from gateway import callers
from gateway.presenters.tabs import Tab

ENDPOINTS = {
    "accounts": "registrations.registration_list",
    "machines": "access_requests.request_list",
    "policy": "self_registration.policy",
}
DONE = ("approved", "refused", "assigned", "granted", "policy")
"""Messages that a page shows after a redirect."""


def tabs(current: str) -> list[Tab]:
    """The tabs. Staff have no self-registration settings, which belong to a customer."""
    staff = callers.current_person().staff
    endpoints = {part: endpoint for part, endpoint in ENDPOINTS.items() if part != "policy" or not staff}
    return [
        Tab(f"registrations.tab.{part}", url_for(endpoint), part == current) for part, endpoint in endpoints.items()
    ]
