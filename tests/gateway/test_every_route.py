"""Every route of the gateway, opened by callers that it is not meant for (docs/security.md#authorization)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from contracts.snapshots import RATE_LIMIT_COUNTERS, all_rows, changed_rows, wait_until_idle
from sqlalchemy import select
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus
from services.identity.model import LoginSession
from tests.gateway.browser import text_of
from tests.gateway.expected_responses import (
    ADMINISTRATOR,
    ALLOWED,
    CALLERS,
    LOGIN,
    NOT_FOUND,
    OUT_OF_SCOPE,
    REFUSED,
    STRANGER,
    WITHOUT_DATA,
    Route,
    expected_response,
)
from tests.gateway.site import Site

STATUSES = {LOGIN: (303,), REFUSED: (403,), NOT_FOUND: (404,)}
ALLOWED_STATUSES = {ALLOWED: (200, 303, 404, 409, 422), WITHOUT_DATA: (200, 303, 403, 404, 409, 422)}
SESSIONS_TABLE = "identity.sessions"
"""Ignored, because each page touches the caller's session; ended sessions are checked separately."""
WITHOUT_SECRETS = (LOGIN, NOT_FOUND, WITHOUT_DATA)
"""Responses that contain no data of the example customer."""


def _routes() -> Iterator[Route]:
    """All routes of pages; tests/gateway/api tests the API's operations."""
    app = create_app(Settings(secret_key="x" * 40), Client(InProcessBus().connect("gateway")))
    for rule in sorted(app.url_map.iter_rules(), key=str):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            view: Any = app.view_functions[rule.endpoint]
            route = Route(rule, method, view.guard, method == "GET" and getattr(view, "form_page", False))
            if not route.guard.startswith("api_"):
                yield route


ROUTES = list(_routes())


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "GET"], ids=str)
def test_page_shows_no_data_to_unauthorized_callers(site: Site, route: Route) -> None:
    path, problems = _path(site, route), []
    for who in CALLERS:
        if expected := expected_response(route, who):
            problems += _problems(site, route, who, site.open(who, path))
            if expected == WITHOUT_DATA:
                problems += _leaks(site, who, path)
    assert problems == []


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "GET"], ids=str)
def test_page_opens_for_authorized_callers(site: Site, route: Route) -> None:
    who = route.audience or ADMINISTRATOR
    absent = {"token", "digest"} & route.rule.arguments  # made-up links and files
    assert site.open(who, _path(site, route)).status_code in ((404,) if absent else (200, 303))


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "POST"], ids=str)
def test_form_changes_no_data_for_unauthorized_callers(site: Site, route: Route) -> None:
    path, problems = _path(site, route), []
    for who in CALLERS:
        if expected := expected_response(route, who):
            wait_until_idle(site.installation)
            before, open_sessions = all_rows(site.installation), _open_sessions(site)
            counters = [table for table in before if table.endswith(f".{RATE_LIMIT_COUNTERS}")]
            problems += _problems(site, route, who, site.send(who, path))
            values = [] if expected in STATUSES else _ids(site, who)
            after, ignored = all_rows(site.installation), [SESSIONS_TABLE, *counters]
            changed = changed_rows(before, after, ignored_tables=ignored, containing=values)
            problems += [f"{route} of a {who} changed {one}" for one in changed]
            assert open_sessions <= _open_sessions(site)
    assert problems == []


def _path(site: Site, route: Route) -> str:
    try:
        return site.path(route.rule)
    except KeyError as absent:
        pytest.fail(f"tests/gateway/site.py has no value for {absent} of {route}")


def _problems(site: Site, route: Route, who: str, response: TestResponse) -> Iterator[str]:
    expected = expected_response(route, who)
    if response.status_code not in (STATUSES | ALLOWED_STATUSES)[expected]:
        yield f"{route} responds to a {who} (expected in expected_responses.py: {expected}): {response.status_code}"
    if expected == LOGIN and not (response.location or "").startswith("/login"):
        yield f"{route} sends a {who} to {response.location}"
    texts = [response.request.path, *(site.form_fields.values() if route.method == "POST" else ())]
    if expected in WITHOUT_SECRETS and (shown := _shown_secrets(site, response, *texts)):
        yield f"{route} shows a {who} {shown}"


def _leaks(site: Site, who: str, path: str) -> Iterator[str]:
    """Problems with responses to queries for the example customer's ids and texts."""
    values = site.values
    parameters = {"machine": "machine_id", "group": "group_id", "customer": "customer_id", "draft": "draft_id"}
    for name, value in parameters.items():
        response = site.open(who, path, **{name: values[value]})
        if response.status_code not in ALLOWED_STATUSES[WITHOUT_DATA]:
            yield f"{path} with {name} of the customer responds to a {who} {response.status_code}"
        if shown := _shown_secrets(site, response):
            yield f"{path} with {name} of the customer shows a {who} {shown}"
    for text in site.secrets.values():
        if shown := _shown_secrets(site, site.open(who, path, text=text), text):
            yield f"{path} shows a {who} who searches for {text!r} {shown}"


def _shown_secrets(site: Site, response: TestResponse, *texts: str) -> list[str]:
    """The customer's secrets in a response, except those that the caller sent."""
    secrets = [secret for secret in site.secrets.values() if not any(secret in one for one in texts)]
    text = text_of(response)
    return [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)]


def _open_sessions(site: Site) -> set[object]:
    of_customer = select(LoginSession.id).where(LoginSession.customer_id == site.example.customer.id)
    return {row.id for row in site.installation.rows("identity", of_customer.where(LoginSession.ended_at.is_(None)))}


def _ids(site: Site, who: str) -> list[str]:
    """Ids that an unauthorized caller must not change; other callers may change their own data only."""
    if who not in (STRANGER, OUT_OF_SCOPE):
        return ["nothing but the caller's own"]
    hidden = {name: value for name, value in site.values.items() if name.endswith("_id") and name != "session_id"}
    return [value for name, value in hidden.items() if who == STRANGER or name != "customer_id"]
