"""Errors are problem documents (RFC 9457), with a code and a text in the requested language."""

import re

import pytest
from flask import Blueprint, abort

from gateway.guards import api_open
from gateway.security import HEADERS
from services.chassis.contract import ContractError, InternalError, OutcomeUnknown, ServiceUnavailable
from services.fleet.contracts import GroupNameTaken
from services.identity.contracts import WeakPassword, WrongPassword
from tests.gateway import texts
from tests.gateway.api.api_client import ApiClient
from tests.gateway.installation import Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
GROUP = "/groups/01980000-0000-7000-8000-000000000013"
PASSWORDS = {"current_password": "correct horse battery", "password": "x"}
MEMBERS = {"type", "title", "status", "detail", "code", "params", "errors", "correlation_id"}
KEY = re.compile(r"(error|fault|title)\.")
"""Prefixes of keys, which are shown where a catalogue lacks a text."""


@pytest.fixture(scope="module")
def failing() -> ApiClient:
    """A client of an API in which `/stumble/404` fails with this status."""
    blueprint = Blueprint("stumbling", __name__, url_prefix="/api/v1")

    @blueprint.get("/stumble/<int:status>")
    @api_open
    def view(status: int) -> None:
        abort(status)

    installation = Installation(own_app=True)
    installation.app.register_blueprint(blueprint)
    return ApiClient(installation.app)


@pytest.mark.parametrize("code", sorted(texts.error_codes()))
def test_every_service_error_is_described_in_the_requested_language(
    installation: Installation, sanne: ApiClient, code: str
) -> None:
    kind = ContractError.known[code]
    installation.responses["get_machine"] = kind()
    for language in ("nl", "en"):
        response = sanne.get(MACHINE, Accept_Language=language)
        assert (response.status_code, response.mimetype) == (kind.status, "application/problem+json")
        assert (response.json["code"], response.json["type"]) == (code, f"urn:machinepark:problem:{code}")
        assert response.json.keys() == MEMBERS
        assert response.headers["Content-Language"] == language
        assert not KEY.search(response.json["title"] + response.json["detail"])


@pytest.mark.parametrize("status", [400, 404, 405, 410, 413, 415, 418, 500, 501, 503])
def test_error_without_a_call_is_a_problem_document(failing: ApiClient, status: int) -> None:
    response = failing.get(f"/stumble/{status}")
    assert (response.status_code, response.mimetype, response.json["status"]) == (
        status,
        "application/problem+json",
        status,
    )
    assert not KEY.search(response.json["title"] + response.json["detail"])


@pytest.mark.parametrize("path", ["", "/", "/no-such-thing", "/machines/not-an-id", "/users/"])
def test_unknown_path_is_a_problem_document(anonymous: ApiClient, path: str) -> None:
    response = anonymous.get(path)
    assert (response.status_code, response.json["code"]) == (404, "unknown_address")


def test_wrong_method_lists_the_allowed_ones(anonymous: ApiClient) -> None:
    response = anonymous.delete("/users")
    assert (response.status_code, response.json["code"]) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1,", b"\xff", b'{"name": NaN}', b"[" * 100_000, b'{"limit": ' + b"1" * 5000 + b"}",
     b'{"name": "a", "name": "b"}', '{"name": "a"}'.encode("utf-16")],
    ids=["nothing", "half", "list", "not UTF-8", "NaN", "deep", "long number", "a name twice", "UTF-16"],
)  # fmt: skip
def test_malformed_json_is_refused(sanne: ApiClient, content: bytes) -> None:
    response = sanne.request("PATCH", "/account", raw=content)
    assert (response.status_code, response.json["code"]) == (400, "malformed_json")


@pytest.mark.parametrize("content", [[], "x", 1, None])
def test_json_that_is_not_an_object_is_refused(sanne: ApiClient, content: object) -> None:
    response = (
        sanne.request("PATCH", "/account", raw=b"null")
        if content is None
        else sanne.request("PATCH", "/account", content)
    )
    assert (response.status_code, response.json["errors"][0]["code"]) == (422, "not_an_object")


@pytest.mark.parametrize(("content", "status"), [(b"", 204), (b"{}", 204), (b"[]", 422), (b"null", 422), (b"{", 400)])
def test_operation_without_a_body_accepts_only_an_empty_one(
    installation: Installation, sanne: ApiClient, content: bytes, status: int
) -> None:
    response = sanne.request("DELETE", GROUP, raw=content)
    assert (response.status_code, len(installation.writes())) == (status, 1 if status == 204 else 0)


def test_too_large_body_is_refused(sanne: ApiClient) -> None:
    response = sanne.request("PATCH", "/account", {"name": "x" * 300_000})
    assert (response.status_code, response.json["code"]) == (413, "too_large")


def test_invalid_fields_are_named_by_path(sanne: ApiClient) -> None:
    wrong = {"email": "x", "name": "Lotte", "rights": ["view_reports", "fly"]}
    response = sanne.post("/users", wrong, Accept_Language="en")
    errors = {one["field"]: (one["code"], one["text"]) for one in response.json["errors"]}
    assert errors["email"] == ("too_short", "Use at least 3 characters.")
    assert errors["rights.1"][0] == "not_a_choice"
    assert "manage_users" in errors["rights.1"][1]


def test_errors_are_limited_in_number_and_length(sanne: ApiClient) -> None:
    response = sanne.request("PATCH", "/account", {f"{number:x>300}": 1 for number in range(500)})
    assert len(response.json["errors"]) == 100
    assert max(len(one["field"]) for one in response.json["errors"]) == 200


@pytest.mark.parametrize(("error", "field"), [(WrongPassword(), "current_password"), (WeakPassword(), "password")])
def test_error_about_one_field_is_reported_at_it(
    installation: Installation, sanne: ApiClient, error: ContractError, field: str
) -> None:
    installation.responses["change_password"] = error
    response = sanne.post("/account/password", PASSWORDS)
    assert [(one["field"], one["code"]) for one in response.json["errors"]] == [(field, error.code)]


def test_error_has_its_parameters(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["create_group"] = GroupNameTaken(name="Amsterdam")
    response = sanne.post("/groups", {"name": "Amsterdam"})
    assert (response.status_code, response.json["params"]) == (409, {"name": "Amsterdam"})


def test_unavailable_service_has_a_retry_after(installation: Installation, sanne: ApiClient) -> None:
    installation.stop("fleet")
    response = sanne.get(MACHINE)
    assert (response.status_code, response.json["code"]) == (503, "service_unavailable")
    assert int(response.headers["Retry-After"]) > 0


def test_unknown_outcome_names_the_idempotency_key(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["delete_group"] = OutcomeUnknown(service="fleet", key="4711")
    response = sanne.delete(GROUP, Idempotency_Key="4711")
    assert (response.status_code, "Idempotency-Key 4711" in response.json["detail"]) == (504, True)


def test_internal_error_contains_only_a_correlation_id(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["list_machines"] = {"unexpected": "canary"}
    response = sanne.get("/machines")
    assert (response.status_code, response.json["code"]) == (500, "internal_error")
    assert response.json["correlation_id"] == response.headers["X-Correlation-Id"]
    assert "canary" not in response.text
    assert "KeyError" not in response.text


def test_internal_error_of_a_service_has_its_correlation_id(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["list_machines"] = InternalError(correlation_id="0123456789abcdef", remote="ValueError")
    response = sanne.get("/machines")
    assert response.json["correlation_id"] == "0123456789abcdef"
    assert "ValueError" not in response.text


def test_unavailable_identity_is_not_reported_as_logged_out(installation: Installation, sanne: ApiClient) -> None:
    installation.stop("identity")
    assert sanne.get("/machines").status_code == ServiceUnavailable.status


@pytest.mark.parametrize("path", ["/machines", "/no-such-thing", "/openapi.json", "/account"])
def test_every_response_has_every_security_header(sanne: ApiClient, anonymous: ApiClient, path: str) -> None:
    for api_client in (sanne, anonymous):
        response = api_client.get(path)
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [("", "nl"), ("de", "nl"), ("en-GB,en;q=0.9", "en"), ("fr, en;q=0.3, nl;q=0.2", "en")],
)
def test_language_is_that_of_the_request(anonymous: ApiClient, accept_language: str, language: str) -> None:
    response = anonymous.get("/account", Accept_Language=accept_language)
    assert response.headers["Content-Language"] == language


def test_language_cookie_is_ignored(installation: Installation) -> None:
    browser = installation.browser()
    browser.set_cookie("language", "en")
    assert browser.get("/api/v1/account").headers["Content-Language"] == "nl"


def test_errors_of_pages_are_html(installation: Installation) -> None:
    page = installation.browser().get("/apiary")
    assert (page.status_code, page.mimetype) == (404, "text/html")
