"""A gateway with a bus of its own, on which every service responds with the examples of its contract.

Installations with equal settings share their application; the last one created receives its calls. One with `own_app`
shares it with nobody, so that routes may be added. `Installation.responses` replaces an example by another response, an
error, or a function of the request that returns either; with None the service does not respond, and the gateway waits
`timeout` seconds. `Installation.stop` takes a service off the bus. `Installation.calls` records all calls.
"""

import functools
import importlib
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from marshmallow import ValidationError
from werkzeug.routing import Rule

from gateway.app import create_app
from gateway.settings import Settings
from services.chassis.bus import CallMessage, Client, headers
from services.chassis.bus.inprocess import InProcessBus
from services.chassis.contract import Caller, ContractError, Invalid, Operation
from services.chassis.contract.builtin_operations import (
    DropDeadLetter,
    GetDeadLetter,
    Health,
    ListDeadLetters,
    ReplayDeadLetters,
)
from services.chassis.contract.fields import problems
from services.chassis.contract.personal_data_operations import ListRetentionPeriods
from services.names import SERVICE_NAMES
from tests.gateway.browser import Browser

CUSTOMER, STAFF = "sanne@vandijk.example", "joris@dealer.example"
StubResponse = dict[str, Any] | ContractError | Callable[..., Any] | None


def operations() -> dict[str, type[Operation]]:
    """All operations of the five services, by name."""
    modules = [importlib.import_module(f"services.{service}.contracts") for service in SERVICE_NAMES]
    declared = [one for module in modules for one in vars(module).values() if inspect.isclass(one)]
    return {one.name: one for one in declared if issubclass(one, Operation)} | {
        one.name: one
        for one in (Health, ListDeadLetters, GetDeadLetter, ReplayDeadLetters, DropDeadLetter, ListRetentionPeriods)
    }


class TemplateCache(BytecodeCache):
    """Compiles templates once for all installations, which share them."""

    def __init__(self) -> None:
        self._code_objects: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code_objects.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code_objects[bucket.key, bucket.checksum] = bucket.code


TEMPLATE_CACHE = TemplateCache()
_compile_builder = Rule._compile_builder
_url_builders: dict[tuple[Any, ...], Any] = {}


def _compile_builder_once(rule: Rule, append_unknown: bool = True) -> Any:
    """The function that builds a route's URLs, compiled once for all portals.

    Werkzeug compiles 470 of them for each portal, which is three quarters of the time to create one; they depend on the
    route only.
    """
    key = rule.rule, rule.host, rule.subdomain, str(rule.defaults), append_unknown
    if key not in _url_builders:
        _url_builders[key] = _compile_builder(rule, append_unknown)
    return _url_builders[key]


Rule._compile_builder = _compile_builder_once  # type: ignore[method-assign]


def _create_app(settings: Settings) -> Flask:
    app = create_app(settings, Client(InProcessBus().connect("gateway")))
    app.jinja_env.bytecode_cache = TEMPLATE_CACHE
    return app


_shared_app = functools.cache(_create_app)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that a service received; `key` is its idempotency key."""

    operation: str
    request: dict[str, Any]
    caller: Caller
    key: str


@dataclass
class Installation:
    settings: dict[str, Any] = field(default_factory=dict)
    responses: dict[str, StubResponse] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    timeout: float = 10
    own_app: bool = False

    def __post_init__(self) -> None:
        self._bus, self._operations = InProcessBus(), operations()
        self._running = {name: self._bus.connect(name).serve(name, self._on_call, 10) for name in SERVICE_NAMES}
        settings = {"secret_key": "x" * 40, "secure_cookies": False, "demo": True} | self.settings
        client = Client(self._bus.connect("gateway"), timeout=self.timeout, patience=0)
        create = _create_app if self.own_app else _shared_app
        self.app: Flask = create(Settings(**settings))
        self.app.extensions["bus"] = client
        self.app.extensions["sessions"]._entries.clear()
        self.responses.setdefault("log_in", self._log_in)
        self.responses.setdefault("get_session", lambda token: self._session(staff=token == STAFF))

    def stop(self, *services: str) -> None:
        for service in services:
            self._running[service].stop()

    def browser(self, email: str = "") -> Browser:
        """A browser; logged in if an address is given."""
        browser = Browser(self.app)
        if email:
            browser.log_in(email)
        self.calls.clear()
        return browser

    def calls_of(self, operation: str) -> list[Call]:
        return [call for call in self.calls if call.operation == operation]

    def writes(self) -> list[Call]:
        return [call for call in self.calls if self._operations[call.operation].writes]

    def _log_in(self, email: str, password: str, client_address: str, device: str) -> dict[str, Any]:
        return self._session(staff=email == STAFF) | {"token": email}

    def _session(self, *, staff: bool) -> dict[str, Any]:
        session = self._operations["get_session"].example[1]
        return session | ({"staff": True, "customer": None, "rights": ["handle_service"]} if staff else {})

    def _on_call(self, message: CallMessage) -> None:
        operation = self._operations[message.operation]
        request = json.loads(message.body)["kwargs"]
        key = headers.text(message.headers, headers.KEY)
        self.calls.append(Call(message.operation, request, headers.caller(message.headers), key))
        try:
            operation.request.load(request)
            response = self.responses.get(message.operation, operation.example[1])
        except ValidationError as error:
            response = Invalid(fields=problems(error.messages))  # as a real service does
        if callable(response):
            response = response(**request)
        if response is None:
            return
        refused = isinstance(response, ContractError)
        reply = {"result": None if refused else response, "error": response.to_wire() if refused else None}
        message.answer(json.dumps(reply).encode())
