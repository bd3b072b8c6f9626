"""The tabs of My account."""

from typing import Any

from flask import render_template, url_for

from gateway import callers, notices
from gateway.presenters.tabs import Tab

PARTS = {
    "profile": "account/profile.html",
    "password": "account/password.html",
    "email": "account/email.html",
    "news": "account/news.html",
    "sessions": "account/sessions.html",
    "data": "account/data.html",
    "remove": "account/remove.html",
}
DONE = (
    "profile", "password", "email", "consent_given", "consent_withdrawn", "ended", "ended_all", "data_stopped",
)  # fmt: skip
"""Messages of the page: what was done before the redirect to it."""
ENDPOINTS = {"news": "consents.show", "data": "personal_data.data", "remove": "personal_data.removal"}
"""Those of pages that are not in the blueprint `account`."""
OF_USERS = ("news", "remove")
"""Members of staff get no news, and are removed by staff."""


def page(part: str, form: Any, **context: Any) -> tuple[str, int]:
    """The page of a tab."""
    shown = [name for name in PARTS if name not in OF_USERS or not callers.current_person().staff]
    tabs = [Tab(f"account.tab.{name}", url_for(ENDPOINTS.get(name, f"account.{name}")), name == part) for name in shown]
    return render_template(PARTS[part], form=form, tabs=tabs, done=notices.shown(DONE), **context), form.status
