"""The tabs of My account."""

from typing import Any

from flask import render_template, url_for

from gateway import callers, notices
from gateway.presenters.tabs import Tab

PARTS = {
    "profile": "account/profile.html",
    "password": "account/password.html",
    "email": "account/email.html",
    "sessions": "account/sessions.html",
    "data": "account/data.html",
    "remove": "account/remove.html",
}
DONE = ("profile", "password", "email", "ended", "ended_all", "data_requested", "data_stopped")
"""Messages of the page: what was done before the redirect to it."""
ENDPOINTS = {"data": "personal_data.data", "remove": "personal_data.removal"}
"""Those of pages that are not in the blueprint `account`."""
OF_USERS = "remove"
"""Members of staff are removed by staff."""


def page(part: str, form: Any, **context: Any) -> tuple[str, int]:
    """The page of a tab."""
    shown = [name for name in PARTS if name != OF_USERS or not callers.current_person().staff]
    tabs = [Tab(f"account.tab.{name}", url_for(ENDPOINTS.get(name, f"account.{name}")), name == part) for name in shown]
    return render_template(PARTS[part], form=form, tabs=tabs, done=notices.shown(DONE), **context), form.status
