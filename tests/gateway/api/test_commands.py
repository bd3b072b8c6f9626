"""Requests that change something call the owning service with the right arguments."""

import pytest

from services.chassis.contract import IdempotencyKeyReused, NotLoggedIn
from services.identity.contracts import AccessAnswered, DomainsMissing, SeesAllMachines
from tests.gateway.api.api_client import ApiClient
from tests.gateway.installation import CUSTOMER, Installation

USER = "01980000-0000-7000-8000-000000000002"
GROUP = "01980000-0000-7000-8000-000000000013"


def test_only_given_fields_of_a_profile_are_changed(installation: Installation, sanne: ApiClient) -> None:
    """The API does not read and write back the profile, so a concurrent change is not overwritten."""
    sanne.request("PATCH", "/account", {"function": "Directeur"})
    (call,) = installation.calls_of("change_profile")
    assert (call.request, installation.calls_of("get_account")) == ({"function": "Directeur"}, [])


def test_a_field_can_be_emptied(installation: Installation, sanne: ApiClient) -> None:
    sanne.request("PATCH", "/account", {"telephone": ""})
    assert installation.calls_of("change_profile")[0].request["telephone"] == ""


def test_password_change_passes_the_token_of_its_session(installation: Installation, sanne: ApiClient) -> None:
    sanne.post("/account/password", {"current_password": " a ", "password": " b "})
    (call,) = installation.calls_of("change_password")
    assert call.request == {"token": CUSTOMER, "current_password": " a ", "password": " b "}


def test_ended_session_is_refused_at_once(installation: Installation, sanne: ApiClient) -> None:
    sanne.delete(f"/account/sessions/{USER}")
    installation.responses["get_session"] = NotLoggedIn()
    assert sanne.get("/account").status_code == 401


def test_location_of_an_invited_user_exists(sanne: ApiClient) -> None:
    response = sanne.post("/users", {"email": "lotte@vandijk.example", "name": "Lotte", "rights": []})
    assert sanne.get(response.headers["Location"].removeprefix("/api/v1")).status_code == 200


def test_staff_invite_for_the_given_customer(installation: Installation, joris: ApiClient) -> None:
    joris.post(f"/users?customer_id={GROUP}", {"email": "lotte@vandijk.example", "name": "Lotte", "rights": []})
    assert installation.calls_of("invite_user")[0].request["customer_id"] == GROUP


def test_rights_are_replaced_by_those_given(installation: Installation, sanne: ApiClient) -> None:
    sanne.put(f"/users/{USER}/rights", {"rights": ["view_reports"]})
    assert installation.calls_of("change_rights")[0].request == {
        "users": [{"person_id": USER, "rights": ["view_reports"]}]
    }


def test_empty_scope_contains_no_machines(installation: Installation, sanne: ApiClient) -> None:
    sanne.put(f"/users/{USER}/scope", {})
    request = installation.calls_of("change_scope")[0].request
    assert request == {"person_id": USER, "all_machines": False, "group_ids": [], "machine_ids": []}


def test_user_who_sees_all_machines_is_narrowed_only_explicitly(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["add_users_to_group"] = lambda narrow, **_: (
        {"rows": []} if narrow else SeesAllMachines(names="Sanne")
    )
    added = {"user_ids": [USER]}
    refused = sanne.post(f"/groups/{GROUP}/users", added).json
    assert (refused["code"], "narrow: true" in refused["detail"]) == ("sees_all_machines", True)
    assert sanne.post(f"/groups/{GROUP}/users", added | {"narrow": True}).status_code == 200


def test_machines_are_removed_from_a_group_by_id(installation: Installation, sanne: ApiClient) -> None:
    sanne.delete(f"/groups/{GROUP}/machines?machine_id={USER}&machine_id={GROUP}")
    assert installation.calls_of("remove_machines_from_group")[0].request["machine_ids"] == [USER, GROUP]


def test_approved_user_gets_exactly_the_given_rights_and_machines(installation: Installation, sanne: ApiClient) -> None:
    sanne.post(f"/registrations/{USER}/approve", {"rights": ["view_reports"], "machine_ids": [GROUP]})
    request = installation.calls_of("approve_registration")[0].request
    scope = {"all_machines": False, "group_ids": [], "machine_ids": [GROUP]}
    assert request == {"registration_id": USER, "rights": ["view_reports"], "without_access": False} | scope


def test_staff_change_the_policy_of_the_given_customer(installation: Installation, joris: ApiClient) -> None:
    joris.put(f"/self-registration?customer_id={GROUP}", {"policy": "off"})
    (call,) = installation.calls_of("change_self_registration")
    assert call.request == {"customer_id": GROUP, "policy": "off", "domains": []}


def test_missing_domains_are_reported_at_their_field(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["change_self_registration"] = DomainsMissing()
    response = sanne.put("/self-registration", {"policy": "restricted", "domains": []})
    assert (response.status_code, response.json["errors"][0]["field"]) == (422, "domains")


@pytest.mark.parametrize(("body", "expected"), [({}, None), ({"group_id": GROUP}, GROUP)])
def test_access_is_granted_to_a_machine_or_its_group(
    installation: Installation, sanne: ApiClient, body: object, expected: object
) -> None:
    sanne.post(f"/access-requests/{USER}/grant", body)
    assert installation.calls_of("grant_access")[0].request.get("group_id") == expected


def test_answered_request_is_refused_with_its_status(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["refuse_access"] = AccessAnswered(status="granted")
    response = sanne.post(f"/access-requests/{USER}/refuse", {"reason": "Nee."})
    assert (response.status_code, response.json["params"]) == (409, {"status": "granted"})


def test_reused_key_is_refused(installation: Installation, sanne: ApiClient) -> None:
    installation.responses["create_group"] = IdempotencyKeyReused()
    response = sanne.post("/groups", {"name": "Den Haag"}, Idempotency_Key="1")
    assert (response.status_code, response.json["code"]) == (409, "idempotency_key_reused")


def test_requests_without_a_key_have_different_keys(installation: Installation, sanne: ApiClient) -> None:
    sanne.post("/groups", {"name": "Den Haag"})
    sanne.post("/groups", {"name": "Den Haag"})
    first, second = installation.calls_of("create_group")
    assert first.key != second.key


@pytest.mark.parametrize("key", ["x" * 101, "a\tb"])
def test_invalid_key_is_refused(installation: Installation, sanne: ApiClient, key: str) -> None:
    response = sanne.post("/groups", {"name": "Den Haag"}, Idempotency_Key=key)
    assert (response.status_code, response.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert installation.writes() == []
