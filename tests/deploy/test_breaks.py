"""Which changes to the OpenAPI and AsyncAPI documents are reported as breaking."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from deploy.docs import asyncapi, breaks, openapi

Edit = Callable[[Any], object]
JSON = "application/json"
PATHS = ["/api/v1/account", "/api/v1/sessions", "/api/v1/users"]
CHANNELS = ["identity.get_user", "ordering.order_placed"]


def _users(document: Any) -> Any:
    return document["paths"]["/api/v1/users"]


def _fields(document: Any, name: str) -> Any:
    return document["components"]["schemas"][name]["properties"]


def _response(document: Any) -> Any:
    return _users(document)["get"]["responses"]


def _event(document: Any) -> Any:
    return document["channels"]["ordering.order_placed"]["messages"]["order_placed"]["payload"]["properties"]["data"]


def _call(document: Any) -> Any:
    return document["channels"]["identity.get_user"]


API: list[tuple[Edit, str]] = [
    (lambda it: it["paths"].pop("/api/v1/account"), "`GET /api/v1/account` is gone."),
    (lambda it: _users(it).pop("post"), "`POST /api/v1/users` is gone."),
    (
        lambda it: _users(it)["get"].update(operationId="users"),
        "`GET /api/v1/users` no longer has the operation id `list_users`.",
    ),
    (lambda it: it["paths"]["/api/v1/sessions"]["post"].pop("security"), "`POST /api/v1/sessions` needs a login."),
    (
        lambda it: _users(it)["get"].update(parameters=[]),
        "`GET /api/v1/users` no longer accepts the parameter `after`.",
    ),
    (
        lambda it: [parameter.update(required=True) for parameter in _users(it)["get"]["parameters"]],
        "`GET /api/v1/users` requires the parameter `right`.",
    ),
    (
        lambda it: [parameter["schema"].update(enum=["x"]) for parameter in _users(it)["get"]["parameters"]],
        "Parameter `limit` of `GET /api/v1/users`: it accepts only `x`.",
    ),
    (lambda it: _users(it)["post"].pop("requestBody"), "`POST /api/v1/users` no longer accepts a body."),
    (
        lambda it: _users(it)["get"].update(requestBody={"required": True, "content": {}}),
        "`GET /api/v1/users` requires a body.",
    ),
    (lambda it: _response(it).pop("404"), "`GET /api/v1/users` no longer answers 404."),
    (
        lambda it: _response(it)["200"].pop("headers"),
        "Response 200 of `GET /api/v1/users` no longer has the header `Link`.",
    ),
    (
        lambda it: _response(it)["200"].update(content={}),
        "Response 200 of `GET /api/v1/users` is no longer `application/json`.",
    ),
    (
        lambda it: _fields(it, "User").pop("email"),
        "Response 200 of `GET /api/v1/users`: `rows[].email` is no longer sent.",
    ),
    (lambda it: _fields(it, "Invitation").pop("name"), "Body of `POST /api/v1/users`: `name` is no longer accepted."),
]
"""Breaking edits of the OpenAPI document, each with the sentence that reports it."""
BUS: list[tuple[Edit, str]] = [
    (lambda it: it["channels"].pop("ordering.order_placed"), "`ordering.order_placed` is gone."),
    (lambda it: it["channels"].pop("identity.get_user"), "`identity.get_user` is gone."),
    (lambda it: _call(it).update(address="identity.user"), "`identity.get_user` has another address."),
    (
        lambda it: _event(it)["properties"].pop("order_id"),
        "`order_placed` of `ordering.order_placed`: `data.order_id` is no longer sent.",
    ),
    (
        lambda it: _call(it)["x-allowed"].pop("staff"),
        "`identity.get_user` no longer accepts every staff that it accepted.",
    ),
    (
        lambda it: _call(it)["x-allowed"].update(user="view_invoices"),
        "`identity.get_user` no longer accepts every user that it accepted.",
    ),
    (
        lambda it: _call(it)["x-errors"].update(not_found=410),
        "The error `not_found` of `identity.get_user` no longer has the status 404.",
    ),
    (
        lambda it: _call(it)["messages"]["request"]["payload"]["properties"].pop("customer_id"),
        "`request` of `identity.get_user`: `customer_id` is no longer accepted.",
    ),
    (
        lambda it: _call(it)["messages"]["response"]["payload"]["properties"].pop("email"),
        "`response` of `identity.get_user`: `email` is no longer sent.",
    ),
    (lambda it: _call(it)["messages"].pop("response"), "`identity.get_user` has no message `response`."),
]
"""Breaking edits of the AsyncAPI document, each with the sentence that reports it."""
ADDITIVE: list[tuple[str, Edit]] = [
    ("openapi", lambda it: it["paths"].update({"/api/v1/people": {}})),
    ("openapi", lambda it: _fields(it, "User").update(nickname={"type": "string"})),
    ("openapi", lambda it: _fields(it, "User")["status"]["x-extensible-enum"].append("asleep")),
    ("openapi", lambda it: _fields(it, "Invitation").update(nickname={"type": "string"})),
    ("openapi", lambda it: _users(it)["get"]["parameters"].append({"in": "query", "name": "x", "schema": {}})),
    ("openapi", lambda it: _users(it)["get"].update(summary="Other words.")),
    ("openapi", lambda it: _response(it).update({"409": {}})),
    ("asyncapi", lambda it: it["channels"].update({"ordering.order_placed_v2": {}})),
    ("asyncapi", lambda it: _event(it)["properties"].update(nickname={"type": "string"})),
    ("asyncapi", lambda it: _call(it)["x-allowed"].update(user="")),
    ("asyncapi", lambda it: _call(it)["x-errors"].update(too_late=409)),
]
"""Edits that break no client, subscriber or service, each with the document that it changes."""


@pytest.fixture(scope="module")
def documents() -> dict[str, Any]:
    """The documents with the paths and channels that the edits concern: comparing complete ones takes much longer."""
    generated = {"openapi": openapi.document(), "asyncapi": asyncapi.document()}
    generated["openapi"]["paths"] = {path: generated["openapi"]["paths"][path] for path in PATHS}
    generated["asyncapi"]["channels"] = {name: generated["asyncapi"]["channels"][name] for name in CHANNELS}
    return {name: json.loads(json.dumps(document)) for name, document in generated.items()}


def _differences(documents: dict[str, Any], name: str, edit: Edit) -> list[str]:
    compare = {"openapi": breaks.of_openapi, "asyncapi": breaks.of_asyncapi}[name]
    new = copy.deepcopy(documents[name])
    edit(new)
    return compare(documents[name], new)


@pytest.mark.parametrize(("edit", "sentence"), API, ids=[sentence for _, sentence in API])
def test_breaking_change_of_the_json_api_is_reported(documents: dict[str, Any], edit: Edit, sentence: str) -> None:
    assert sentence in _differences(documents, "openapi", edit)


@pytest.mark.parametrize(("edit", "sentence"), BUS, ids=[sentence for _, sentence in BUS])
def test_breaking_change_on_the_bus_is_reported(documents: dict[str, Any], edit: Edit, sentence: str) -> None:
    assert sentence in _differences(documents, "asyncapi", edit)


@pytest.mark.parametrize(("name", "edit"), ADDITIVE)
def test_additive_change_is_not_reported(documents: dict[str, Any], name: str, edit: Edit) -> None:
    assert _differences(documents, name, edit) == []
