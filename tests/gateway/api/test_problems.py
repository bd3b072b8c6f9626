"""Whatever is not done is told as a problem (RFC 9457): for programs by its code, for people in their language."""

import re
from collections.abc import Callable

import pytest
from flask import Blueprint, abort

from gateway.guards import api_open
from gateway.security import HEADERS
from services.chassis.contract import ContractError, InternalError, OutcomeUnknown, ServiceUnavailable
from services.fleet.contracts import GroupNameTaken
from services.identity.contracts import WeakPassword, WrongPassword
from tests.gateway import texts
from tests.gateway.api.program import Program
from tests.gateway.installation import Installation

MACHINE = "/machines/01980000-0000-7000-8000-000000000012"
GROUP = "/groups/01980000-0000-7000-8000-000000000013"
PASSWORDS = {"current_password": "correct horse battery", "password": "x"}
MEMBERS = {"type", "title", "status", "detail", "code", "params", "errors", "correlation_id"}
KEY = re.compile(r"(error|fault|title)\.")
"""What a text begins with that is in no catalogue."""
Stumble = Callable[[int], str]


@pytest.fixture
def stumble(installation: Installation) -> Stumble:
    """An address that fails with a status."""

    def at(status: int) -> str:
        stumbling = Blueprint("stumbling", __name__, url_prefix="/api/v1")

        @stumbling.get("/stumble")
        @api_open
        def view() -> None:
            abort(status)

        installation.app.register_blueprint(stumbling)
        return "/stumble"

    return at


@pytest.mark.parametrize("code", sorted(texts.refusals()))
def test_every_refusal_of_a_service_is_told_in_the_readers_language(
    installation: Installation, sanne: Program, code: str
) -> None:
    kind = ContractError.known[code]
    installation.answers["get_machine"] = kind()
    for language in ("nl", "en"):
        answer = sanne.get(MACHINE, Accept_Language=language)
        assert (answer.status_code, answer.mimetype) == (kind.status, "application/problem+json")
        assert (answer.json["code"], answer.json["type"]) == (code, f"urn:machinepark:problem:{code}")
        assert answer.json.keys() == MEMBERS
        assert answer.headers["Content-Language"] == language
        assert not KEY.search(answer.json["title"] + answer.json["detail"])


@pytest.mark.parametrize("status", [400, 404, 405, 410, 413, 415, 418, 500, 501, 503])
def test_what_goes_wrong_before_a_service_is_asked_is_a_problem_too(
    stumble: Stumble, stranger: Program, status: int
) -> None:
    answer = stranger.get(stumble(status))
    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, "application/problem+json", status)
    assert not KEY.search(answer.json["title"] + answer.json["detail"])


@pytest.mark.parametrize("path", ["", "/", "/no-such-thing", "/machines/not-an-id", "/users/"])
def test_an_address_that_is_none_is_a_problem(stranger: Program, path: str) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_address")


def test_a_wrong_method_names_the_right_ones(stranger: Program) -> None:
    answer = stranger.delete("/users")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "sent",
    [b"", b"{", b"[1,", b"\xff", b'{"name": NaN}', b"[" * 100_000, b'{"limit": ' + b"1" * 5000 + b"}",
     b'{"name": "a", "name": "b"}', '{"name": "a"}'.encode("utf-16")],
    ids=["nothing", "half", "list", "not UTF-8", "NaN", "deep", "long number", "a name twice", "UTF-16"],
)  # fmt: skip
def test_what_is_no_json_is_told(sanne: Program, sent: bytes) -> None:
    answer = sanne.ask("PATCH", "/account", raw=sent)
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_json")


@pytest.mark.parametrize("sent", [[], "x", 1, None])
def test_json_that_is_no_object_is_told(sanne: Program, sent: object) -> None:
    answer = sanne.ask("PATCH", "/account", raw=b"null") if sent is None else sanne.ask("PATCH", "/account", sent)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "not_an_object")


@pytest.mark.parametrize(("sent", "status"), [(b"", 204), (b"{}", 204), (b"[]", 422), (b"null", 422), (b"{", 400)])
def test_where_no_body_is_taken_only_an_empty_one_is(
    installation: Installation, sanne: Program, sent: bytes, status: int
) -> None:
    answer = sanne.ask("DELETE", GROUP, raw=sent)
    assert (answer.status_code, len(installation.writes())) == (status, 1 if status == 204 else 0)


def test_a_body_that_is_too_large_is_told(sanne: Program) -> None:
    answer = sanne.ask("PATCH", "/account", {"name": "x" * 300_000})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_wrong_fields_are_named_by_their_path(sanne: Program) -> None:
    wrong = {"email": "x", "name": "Lotte", "rights": ["view_reports", "fly"]}
    answer = sanne.post("/users", wrong, Accept_Language="en")
    told = {one["field"]: (one["code"], one["text"]) for one in answer.json["errors"]}
    assert told["email"] == ("too_short", "Use at least 3 characters.")
    assert told["rights.1"][0] == "not_a_choice"
    assert "manage_users" in told["rights.1"][1]


def test_a_request_that_is_wrong_all_over_is_not_told_at_greater_length_than_it_has(sanne: Program) -> None:
    answer = sanne.ask("PATCH", "/account", {f"{number:x>300}": 1 for number in range(500)})
    assert len(answer.json["errors"]) == 100
    assert max(len(one["field"]) for one in answer.json["errors"]) == 200


@pytest.mark.parametrize(("error", "field"), [(WrongPassword(), "current_password"), (WeakPassword(), "password")])
def test_a_refusal_about_one_field_stands_at_it(
    installation: Installation, sanne: Program, error: ContractError, field: str
) -> None:
    installation.answers["change_password"] = error
    answer = sanne.post("/account/password", PASSWORDS)
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, error.code)]


def test_the_facts_of_a_refusal_are_there_for_programs(installation: Installation, sanne: Program) -> None:
    installation.answers["create_group"] = GroupNameTaken(name="Amsterdam")
    answer = sanne.post("/groups", {"name": "Amsterdam"})
    assert (answer.status_code, answer.json["params"]) == (409, {"name": "Amsterdam"})


def test_a_service_that_is_away_says_when_to_come_again(installation: Installation, sanne: Program) -> None:
    installation.stop("fleet")
    answer = sanne.get(MACHINE)
    assert (answer.status_code, answer.json["code"]) == (503, "service_unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_an_unknown_outcome_names_the_key_with_which_it_is_done_once(
    installation: Installation, sanne: Program
) -> None:
    installation.answers["delete_group"] = OutcomeUnknown(service="fleet", key="4711")
    answer = sanne.delete(GROUP, Idempotency_Key="4711")
    assert (answer.status_code, "Idempotency-Key 4711" in answer.json["detail"]) == (504, True)


def test_a_fault_of_ours_tells_a_number_and_nothing_else(installation: Installation, sanne: Program) -> None:
    installation.answers["list_machines"] = {"unexpected": "canary"}
    answer = sanne.get("/machines")
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert answer.json["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert "canary" not in answer.text
    assert "KeyError" not in answer.text


def test_a_fault_in_a_service_tells_the_number_that_finds_it(installation: Installation, sanne: Program) -> None:
    installation.answers["list_machines"] = InternalError(correlation_id="0123456789abcdef", remote="ValueError")
    answer = sanne.get("/machines")
    assert answer.json["correlation_id"] == "0123456789abcdef"
    assert "ValueError" not in answer.text


def test_when_identity_is_away_it_says_so_and_not_that_one_is_logged_out(
    installation: Installation, sanne: Program
) -> None:
    installation.stop("identity")
    assert sanne.get("/machines").status_code == ServiceUnavailable.status


@pytest.mark.parametrize("path", ["/machines", "/no-such-thing", "/openapi.json", "/account"])
def test_every_answer_carries_every_header(sanne: Program, stranger: Program, path: str) -> None:
    for program in (sanne, stranger):
        answer = program.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("asked", "told"), [("", "nl"), ("de", "nl"), ("en-GB,en;q=0.9", "en"), ("fr, en;q=0.3, nl;q=0.2", "en")]
)
def test_the_language_is_that_of_the_request(stranger: Program, asked: str, told: str) -> None:
    answer = stranger.get("/account", Accept_Language=asked)
    assert answer.headers["Content-Language"] == told


def test_the_language_of_a_browsers_cookie_does_not_count(installation: Installation) -> None:
    browser = installation.browser()
    browser.set_cookie("language", "en")
    assert browser.get("/api/v1/account").headers["Content-Language"] == "nl"


def test_pages_keep_their_own_errors(installation: Installation) -> None:
    page = installation.browser().get("/apiary")
    assert (page.status_code, page.mimetype) == (404, "text/html")
