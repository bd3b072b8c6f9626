"""A token, got with e-mail address and password, is who one is."""

import pytest
from structlog.testing import capture_logs

from services.chassis.contract import Kind, NotLoggedIn
from services.identity.contracts import TooManyAttempts, WrongCredentials
from tests.gateway.api.program import Program
from tests.gateway.installation import CUSTOMER, STAFF, Installation

WHO = {"email": CUSTOMER, "password": "correct horse battery"}


def test_logging_in_gives_a_token_that_opens_the_rest(stranger: Program, installation: Installation) -> None:
    begun = stranger.post("/sessions", WHO)
    assert (begun.status_code, begun.json["person"]["name"]) == (201, "Sanne de Wit")
    assert Program(installation.app, begun.json["token"]).get(begun.headers["Location"][7:]).status_code == 200


def test_a_login_tells_where_it_comes_from(stranger: Program, installation: Installation) -> None:
    """Guesses are counted by place, as those at the portal."""
    stranger.post("/sessions", WHO, User_Agent="erp/2.1")
    (call,) = installation.asked("log_in")
    assert (call.request["client_address"], call.request["device"]) == ("127.0.0.1", "erp/2.1")


def test_a_wrong_password_is_told_like_an_unknown_address(stranger: Program, installation: Installation) -> None:
    installation.answers["log_in"] = WrongCredentials()
    answer = stranger.post("/sessions", WHO)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_too_many_tries_have_to_wait_as_long_as_is_said(stranger: Program, installation: Installation) -> None:
    installation.answers["log_in"] = TooManyAttempts(seconds=40)
    answer = stranger.post("/sessions", WHO)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic c2FubmU6eA==",
        f"Bearer {'x' * 101}",
        "Bearer a=b",
        "Bearer a\x7fb",
        "Bearer \xe9",
    ],
)
def test_what_is_no_token_gets_nobody_in(header: str, installation: Installation) -> None:
    answer = Program(installation.app, Authorization=header).get("/account")
    assert (answer.status_code, answer.json["code"]) == (401, "not_logged_in")
    assert installation.calls == []


def test_a_token_that_is_over_is_worth_nothing(installation: Installation) -> None:
    installation.answers["get_session"] = NotLoggedIn()
    answer = Program(installation.app, "over").get("/machines")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_services_are_asked_as_the_one_whose_token_it_is(
    sanne: Program, joris: Program, installation: Installation
) -> None:
    sanne.get("/machines")
    joris.get("/machines")
    assert [call.caller.kind for call in installation.asked("list_machines")] == [Kind.USER, Kind.STAFF]


def test_a_person_is_asked_for_once_in_three_seconds(sanne: Program, installation: Installation) -> None:
    sanne.get("/machines")
    sanne.get("/groups")
    assert len(installation.asked("get_session")) == 1


def test_after_logging_out_nothing_is_believed_of_the_token(sanne: Program, installation: Installation) -> None:
    assert sanne.delete("/sessions/current").status_code == 204
    assert [call.request for call in installation.asked("log_out")] == [{"token": CUSTOMER}]
    installation.answers["get_session"] = NotLoggedIn()
    assert sanne.get("/account").status_code == 401


def test_staff_have_no_customer(stranger: Program) -> None:
    begun = stranger.post("/sessions", WHO | {"email": STAFF}).json
    assert (begun["customer"], begun["person"]["staff"]) == (None, True)


def test_no_cookie_is_set(stranger: Program, sanne: Program) -> None:
    assert "Set-Cookie" not in stranger.post("/sessions", WHO).headers
    assert "Set-Cookie" not in sanne.get("/machines").headers


def test_neither_token_nor_password_is_logged(stranger: Program, installation: Installation) -> None:
    installation.answers["get_account"] = {"unexpected": 1}
    with capture_logs() as logged:
        stranger.post("/sessions", WHO)
        Program(installation.app, "canary-token").get("/account")
    assert "correct horse" not in str(logged)
    assert "canary-token" not in str(logged)
