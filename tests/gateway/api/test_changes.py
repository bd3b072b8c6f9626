"""What a program changes arrives at the service that owns it, as it was meant."""

import pytest

from services.chassis.contract import IdempotencyKeyReused, NotLoggedIn
from services.identity.contracts import AccessAnswered, DomainsMissing, SeesAllMachines
from tests.gateway.api.program import Program
from tests.gateway.installation import CUSTOMER, Installation

USER = "01980000-0000-7000-8000-000000000002"
GROUP = "01980000-0000-7000-8000-000000000013"


def test_a_profile_is_changed_where_something_is_given(installation: Installation, sanne: Program) -> None:
    """Nothing is read before and written back: what another request changes meanwhile stays changed."""
    sanne.ask("PATCH", "/account", {"function": "Directeur"})
    (call,) = installation.asked("change_profile")
    assert (call.request, installation.asked("get_account")) == ({"function": "Directeur"}, [])


def test_a_field_can_be_emptied(installation: Installation, sanne: Program) -> None:
    sanne.ask("PATCH", "/account", {"telephone": ""})
    assert installation.asked("change_profile")[0].request["telephone"] == ""


def test_changing_the_password_spares_the_session_that_asks(installation: Installation, sanne: Program) -> None:
    sanne.post("/account/password", {"current_password": " a ", "password": " b "})
    (call,) = installation.asked("change_password")
    assert call.request == {"token": CUSTOMER, "current_password": " a ", "password": " b "}


def test_a_session_that_ended_itself_is_not_believed_any_more(installation: Installation, sanne: Program) -> None:
    sanne.delete(f"/account/sessions/{USER}")
    installation.answers["get_session"] = NotLoggedIn()
    assert sanne.get("/account").status_code == 401


def test_somebody_invited_can_be_found_where_the_answer_says(sanne: Program) -> None:
    answer = sanne.post("/users", {"email": "lotte@vandijk.example", "name": "Lotte", "rights": []})
    assert sanne.get(answer.headers["Location"].removeprefix("/api/v1")).status_code == 200


def test_staff_invite_for_the_customer_they_name(installation: Installation, joris: Program) -> None:
    joris.post(f"/users?customer_id={GROUP}", {"email": "lotte@vandijk.example", "name": "Lotte", "rights": []})
    assert installation.asked("invite_user")[0].request["customer_id"] == GROUP


def test_rights_become_exactly_those_given(installation: Installation, sanne: Program) -> None:
    sanne.put(f"/users/{USER}/rights", {"rights": ["view_reports"]})
    assert installation.asked("change_rights")[0].request == {
        "users": [{"person_id": USER, "rights": ["view_reports"]}]
    }


def test_a_scope_that_names_nothing_shows_nothing(installation: Installation, sanne: Program) -> None:
    sanne.put(f"/users/{USER}/scope", {})
    asked = installation.asked("change_scope")[0].request
    assert asked == {"person_id": USER, "all_machines": False, "group_ids": [], "machine_ids": []}


def test_whoever_sees_all_machines_is_narrowed_only_when_that_is_said(
    installation: Installation, sanne: Program
) -> None:
    installation.answers["add_users_to_group"] = lambda narrow, **_: (
        {"rows": []} if narrow else SeesAllMachines(names="Sanne")
    )
    added = {"user_ids": [USER]}
    refused = sanne.post(f"/groups/{GROUP}/users", added).json
    assert (refused["code"], "narrow: true" in refused["detail"]) == ("sees_all_machines", True)
    assert sanne.post(f"/groups/{GROUP}/users", added | {"narrow": True}).status_code == 200


def test_machines_are_taken_out_by_their_ids(installation: Installation, sanne: Program) -> None:
    sanne.delete(f"/groups/{GROUP}/machines?machine_id={USER}&machine_id={GROUP}")
    assert installation.asked("remove_machines_from_group")[0].request["machine_ids"] == [USER, GROUP]


def test_whoever_is_approved_gets_exactly_these_rights_and_machines(installation: Installation, sanne: Program) -> None:
    sanne.post(f"/registrations/{USER}/approve", {"rights": ["view_reports"], "machine_ids": [GROUP]})
    asked = installation.asked("approve_registration")[0].request
    scope = {"all_machines": False, "group_ids": [], "machine_ids": [GROUP]}
    assert asked == {"registration_id": USER, "rights": ["view_reports"]} | scope


def test_staff_decide_for_the_customer_they_name(installation: Installation, joris: Program) -> None:
    joris.put(f"/self-registration?customer_id={GROUP}", {"policy": "off"})
    (call,) = installation.asked("change_self_registration")
    assert call.request == {"customer_id": GROUP, "policy": "off", "domains": []}


def test_domains_that_are_missing_are_told_at_their_field(installation: Installation, sanne: Program) -> None:
    installation.answers["change_self_registration"] = DomainsMissing()
    answer = sanne.put("/self-registration", {"policy": "restricted", "domains": []})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "domains")


@pytest.mark.parametrize(("body", "asked"), [({}, None), ({"group_id": GROUP}, GROUP)])
def test_one_machine_is_granted_or_a_group_of_it(
    installation: Installation, sanne: Program, body: object, asked: object
) -> None:
    sanne.post(f"/access-requests/{USER}/grant", body)
    assert installation.asked("grant_access")[0].request.get("group_id") == asked


def test_a_request_that_was_answered_is_told_with_how(installation: Installation, sanne: Program) -> None:
    installation.answers["refuse_access"] = AccessAnswered(status="granted")
    answer = sanne.post(f"/access-requests/{USER}/refuse", {"reason": "Nee."})
    assert (answer.status_code, answer.json["params"]) == (409, {"status": "granted"})


def test_a_key_that_was_used_for_something_else_is_told(installation: Installation, sanne: Program) -> None:
    installation.answers["create_group"] = IdempotencyKeyReused()
    answer = sanne.post("/groups", {"name": "Den Haag"}, Idempotency_Key="1")
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_reused")


def test_without_a_key_every_request_is_its_own(installation: Installation, sanne: Program) -> None:
    sanne.post("/groups", {"name": "Den Haag"})
    sanne.post("/groups", {"name": "Den Haag"})
    first, second = installation.asked("create_group")
    assert first.key != second.key


@pytest.mark.parametrize("key", ["x" * 101, "a\tb"])
def test_a_key_that_is_none_is_refused(installation: Installation, sanne: Program, key: str) -> None:
    answer = sanne.post("/groups", {"name": "Den Haag"}, Idempotency_Key=key)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert installation.writes() == []
