"""What the pages about requests share: their tabs, and what they say was just done."""

from flask import url_for

from gateway import callers
from gateway.presenters.tabs import Tab

ENDPOINTS = {
    "accounts": "registrations.registration_list",
    "machines": "access_requests.request_list",
    "policy": "self_registration.policy",
}
DONE = ("approved", "refused", "assigned", "granted", "policy")
"""What a page may say that was just done."""


def tabs(current: str) -> list[Tab]:
    """Who may ask is decided by the customer; staff answer alone."""
    staff = callers.current_person().staff
    shown = {part: endpoint for part, endpoint in ENDPOINTS.items() if part != "policy" or not staff}
    return [Tab(f"registrations.tab.{part}", url_for(one), part == current) for part, one in shown.items()]
