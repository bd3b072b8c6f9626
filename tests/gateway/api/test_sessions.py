"""Login with e-mail address and password returns a token that identifies the caller."""

import pytest
from structlog.testing import capture_logs

from services.chassis.contract import Kind, NotLoggedIn, TooManyAttempts
from services.identity.contracts import WrongCredentials
from tests.gateway.api.api_client import ApiClient
from tests.gateway.installation import CUSTOMER, STAFF, Installation

CREDENTIALS = {"email": CUSTOMER, "password": "correct horse battery"}


def test_login_returns_a_token_for_other_operations(anonymous: ApiClient, installation: Installation) -> None:
    response = anonymous.post("/sessions", CREDENTIALS)
    assert (response.status_code, response.json["person"]["name"]) == (201, "Sanne de Wit")
    assert ApiClient(installation.app, response.json["token"]).get(response.headers["Location"][7:]).status_code == 200


def test_login_passes_client_address_and_device(anonymous: ApiClient, installation: Installation) -> None:
    """Login attempts are limited by address, as at the portal."""
    anonymous.post("/sessions", CREDENTIALS, User_Agent="erp/2.1")
    (call,) = installation.calls_of("log_in")
    assert (call.request["client_address"], call.request["device"]) == ("127.0.0.1", "erp/2.1")


def test_wrong_password_is_refused_with_wrong_credentials(anonymous: ApiClient, installation: Installation) -> None:
    installation.responses["log_in"] = WrongCredentials()
    response = anonymous.post("/sessions", CREDENTIALS)
    assert (response.status_code, response.json["code"]) == (401, "wrong_credentials")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_too_many_attempts_have_a_retry_after(anonymous: ApiClient, installation: Installation) -> None:
    installation.responses["log_in"] = TooManyAttempts(seconds=40)
    response = anonymous.post("/sessions", CREDENTIALS)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "40")


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
def test_malformed_token_is_refused(header: str, installation: Installation) -> None:
    response = ApiClient(installation.app, Authorization=header).get("/account")
    assert (response.status_code, response.json["code"]) == (401, "not_logged_in")
    assert installation.calls == []


def test_expired_token_is_refused(installation: Installation) -> None:
    installation.responses["get_session"] = NotLoggedIn()
    response = ApiClient(installation.app, "over").get("/machines")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_calls_are_made_as_the_owner_of_the_token(
    sanne: ApiClient, joris: ApiClient, installation: Installation
) -> None:
    sanne.get("/machines")
    joris.get("/machines")
    assert [call.caller.kind for call in installation.calls_of("list_machines")] == [Kind.USER, Kind.STAFF]


def test_session_is_queried_once_in_three_seconds(sanne: ApiClient, installation: Installation) -> None:
    sanne.get("/machines")
    sanne.get("/groups")
    assert len(installation.calls_of("get_session")) == 1


def test_token_is_refused_after_logout(sanne: ApiClient, installation: Installation) -> None:
    assert sanne.delete("/sessions/current").status_code == 204
    assert [call.request for call in installation.calls_of("log_out")] == [{"token": CUSTOMER}]
    installation.responses["get_session"] = NotLoggedIn()
    assert sanne.get("/account").status_code == 401


def test_staff_have_no_customer(anonymous: ApiClient) -> None:
    response = anonymous.post("/sessions", CREDENTIALS | {"email": STAFF}).json
    assert (response["customer"], response["person"]["staff"]) == (None, True)


def test_no_cookie_is_set(anonymous: ApiClient, sanne: ApiClient) -> None:
    assert "Set-Cookie" not in anonymous.post("/sessions", CREDENTIALS).headers
    assert "Set-Cookie" not in sanne.get("/machines").headers


def test_neither_token_nor_password_is_logged(anonymous: ApiClient, installation: Installation) -> None:
    installation.responses["get_account"] = {"unexpected": 1}
    with capture_logs() as logged:
        anonymous.post("/sessions", CREDENTIALS)
        ApiClient(installation.app, "canary-token").get("/account")
    assert "correct horse" not in str(logged)
    assert "canary-token" not in str(logged)
