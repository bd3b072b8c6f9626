"""Every page and API view of the gateway has exactly one guard (gateway/guards.py)."""

import inspect
from collections.abc import Iterator
from typing import Any

from flask import Flask

from gateway import guards
from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus

PAGE_GUARDS = {"open_to_all", "login_required", "customer_page", "staff_page", "user_admin_required"}
API_GUARDS = {"api_open", "api_login"}


def _app() -> Flask:
    """The gateway with all pages, the demo's too; its services do not run."""
    return create_app(Settings(secret_key="x" * 40, demo=True), Client(InProcessBus().connect("gateway")))


APP = _app()
ROUTES = sorted((str(rule), rule.endpoint) for rule in APP.url_map.iter_rules())


def test_every_route_has_exactly_one_guard() -> None:
    assert len(ROUTES) > 200
    guards_of = {(rule, endpoint): list(_guards_of(APP.view_functions[endpoint])) for rule, endpoint in ROUTES}
    wrong = {
        route: names
        for route, names in guards_of.items()
        if len(names) != 1 or names[0] not in (API_GUARDS if route[0].startswith("/api/") else PAGE_GUARDS)
    }
    assert wrong == {}


def test_every_guard_is_listed_here() -> None:
    names = {name for name, guard in vars(guards).items() if not name.startswith("_") and _is_guard(guard)}
    assert names == PAGE_GUARDS | API_GUARDS


def _guards_of(view: Any) -> Iterator[str]:
    """The names of all guards around a view, from the outermost."""
    while True:
        if inspect.isfunction(view) and view.__code__.co_filename == guards.__file__:
            yield view.guard  # type: ignore[attr-defined]
        if not hasattr(view, "__wrapped__"):
            return
        view = view.__wrapped__


def _is_guard(thing: Any) -> bool:
    return inspect.isfunction(thing) and thing.__qualname__ == "_guard.<locals>.decorate"
