"""Every route of the gateway, opened by callers it is not meant for (docs/security.md#authorization)."""

import re
from collections.abc import Iterator

import pytest
from contracts.snapshots import all_rows, changed_rows, wait_until_idle
from sqlalchemy import select
from werkzeug.test import TestResponse

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus
from services.identity.model import LoginSession
from tests.gateway.route_answers import (
    ADMINISTRATOR,
    ALLOWED,
    ANSWERED,
    EVERYBODY,
    LOGIN,
    NOT_THERE,
    OUT_OF_SCOPE,
    REFUSED,
    REFUSED_SOMEHOW,
    STRANGER,
    Route,
    answer_to,
)
from tests.gateway.site import Site

STATUSES = {LOGIN: (303,), REFUSED: (403,), NOT_THERE: (404,), REFUSED_SOMEHOW: (403, 404)}
WITHOUT_FAULT = {ALLOWED: (200, 303, 404, 409, 422), ANSWERED: (200, 303, 403, 404, 409, 422)}
TOUCHED = "identity.sessions"
"""Opening any page keeps one's own session awake; that no other one ends is looked at apart."""
BLIND = (LOGIN, NOT_THERE, ANSWERED)
"""Answers in which nothing of ours stands."""


def _routes() -> Iterator[Route]:
    """Of the pages. What is asked without a browser, under guards of its own, is tried by its description."""
    app = create_app(Settings(secret_key="x" * 40), Client(InProcessBus().connect("gateway")))
    for rule in sorted(app.url_map.iter_rules(), key=str):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            route = Route(rule, method, app.view_functions[rule.endpoint].guard)  # type: ignore[attr-defined]
            if not route.guard.startswith("api_"):
                yield route


ROUTES = list(_routes())


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "GET"], ids=str)
def test_a_page_shows_nothing_to_whom_it_is_not_meant_for(site: Site, route: Route) -> None:
    path, wrong = _path(site, route), []
    for who in EVERYBODY:
        if expected := answer_to(route, who):
            wrong += _wrong(site, route, who, site.open(who, path))
            if expected == ANSWERED:
                wrong += _slips(site, who, path)
    assert wrong == []


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "GET"], ids=str)
def test_a_page_is_there_for_whom_it_is_meant_for(site: Site, route: Route) -> None:
    who = route.side or ADMINISTRATOR
    missing = {"token", "digest"} & route.rule.arguments  # of links that were made up, and files that are not there
    assert site.open(who, _path(site, route)).status_code in ((404,) if missing else (200, 303))


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "POST"], ids=str)
def test_a_form_changes_nothing_of_ours_for_whom_it_is_not_meant_for(site: Site, route: Route) -> None:
    path, wrong = _path(site, route), []
    for who in EVERYBODY:
        if expected := answer_to(route, who):
            wait_until_idle(site.installation)
            before, open_ones = all_rows(site.installation), _open_sessions(site)
            wrong += _wrong(site, route, who, site.send(who, path))
            about = [] if expected in STATUSES else _ids(site, who)
            changed = changed_rows(before, all_rows(site.installation), ignored_tables=[TOUCHED], values=about)
            wrong += [f"{route} of a {who} changed {one}" for one in changed]
            assert open_ones <= _open_sessions(site)
    assert wrong == []


def _path(site: Site, route: Route) -> str:
    try:
        return site.path(route.rule)
    except KeyError as missing:
        pytest.fail(f"tell in tests/gateway/site.py what {missing} of {route} may be")


def _wrong(site: Site, route: Route, who: str, answer: TestResponse) -> Iterator[str]:
    expected = answer_to(route, who)
    if answer.status_code not in (STATUSES | WITHOUT_FAULT)[expected]:
        yield f"tell in route_answers.py what {route} answers to a {who} ({expected}): {answer.status_code}"
    if expected == LOGIN and not (answer.location or "").startswith("/login"):
        yield f"{route} sends a {who} to {answer.location}"
    asked = [answer.request.path, *(site.typed.values() if route.method == "POST" else ())]
    if expected in BLIND and (shown := _shown(site, answer, *asked)):
        yield f"{route} shows a {who} {shown}"


def _slips(site: Site, who: str, path: str) -> Iterator[str]:
    """What is shown when a list is asked for what is ours."""
    values = site.values
    asked = {"machine": "machine_id", "group": "group_id", "customer": "customer_id", "draft": "draft_id"}
    for name, value in asked.items():
        answer = site.open(who, path, **{name: values[value]})
        if answer.status_code not in WITHOUT_FAULT[ANSWERED]:
            yield f"{path} with {name} of ours answers a {who} {answer.status_code}"
        if shown := _shown(site, answer):
            yield f"{path} with {name} of ours shows a {who} {shown}"
    for text in site.secrets.values():
        if shown := _shown(site, site.open(who, path, text=text), text):
            yield f"{path} shows a {who} who looks for {text!r} {shown}"


def _shown(site: Site, answer: TestResponse, *asked: str) -> list[str]:
    """Which of our words stand in an answer, beside what was asked for or typed."""
    words = [word for word in site.secrets.values() if not any(word in one for one in asked)]
    return [word for word in words if re.search(rf"\b{re.escape(word)}\b", answer.text)]


def _open_sessions(site: Site) -> set[object]:
    of_ours = select(LoginSession.id).where(LoginSession.customer_id == site.example.customer.id)
    return {row.id for row in site.installation.rows("identity", of_ours.where(LoginSession.ended_at.is_(None)))}


def _ids(site: Site, who: str) -> list[str]:
    """Of what is ours; to who is of our customer, of what is hidden from him; of oneself nothing, to others."""
    if who not in (STRANGER, OUT_OF_SCOPE):
        return ["nothing but the caller's own"]
    hidden = {name: value for name, value in site.values.items() if name.endswith("_id") and name != "session_id"}
    return [value for name, value in hidden.items() if who == STRANGER or name != "customer_id"]
