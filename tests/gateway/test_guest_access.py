"""The page on which a customer, or staff for a customer, decides what guests may do."""

from typing import Any

import pytest

from services.fleet.contracts import GetGuestAccess, ListGroups
from services.identity.contracts import CUSTOMER_ACTIONS, GetSession, ListAudit, Right
from tests.gateway.browser import Browser, redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

CUSTOMER_ID = GetGuestAccess.example[1]["customer_id"]
GROUP = ListGroups.example[1]["rows"][0]["id"]
STAFF_PAGE = f"/backoffice/customers/{CUSTOMER_ID}/guest-access"


def manager(installation: Installation, **session: Any) -> Browser:
    values = {"rights": [Right.MANAGE_GUEST_ACCESS]} | session
    installation.responses["get_session"] = GetSession.example[1] | values
    return installation.browser(CUSTOMER)


def access(**values: Any) -> dict[str, Any]:
    example = GetGuestAccess.example[1]
    first, *others = example["actions"]
    changed = {name: values.pop(name) for name in list(values) if name in first}
    return example | values | {"actions": [first | changed, *others]}


def test_a_choice_that_the_page_does_not_offer_is_refused(installation: Installation) -> None:
    browser = manager(installation)
    page = browser.submit(browser.get("/guest-access"), "/guest-access", order_supplies_where="nonsense")
    assert (page.status_code, "Kies waar gasten mogen bestellen." in page.text) == (422, True)
    assert installation.writes() == []


def test_choice_is_sent_for_each_action(installation: Installation) -> None:
    browser = manager(installation)
    typed = {
        "order_supplies_where": "in_groups", "order_supplies_groups": GROUP, "request_service_where": "everywhere",
        "ask_status_where": "nowhere",
    }  # fmt: skip
    response = browser.submit(browser.get("/guest-access"), "/guest-access", **typed)
    assert redirect_of(response) == "/guest-access?done=changed"
    assert installation.calls_of("change_guest_access")[0].request == {
        "actions": [
            {"action": "order_supplies", "enabled": True, "all_machines": False, "group_ids": [GROUP]},
            {"action": "request_service", "enabled": True, "all_machines": True, "group_ids": []},
            {"action": "ask_status", "enabled": False, "all_machines": False, "group_ids": []},
        ]
    }


def test_one_click_stops_guest_access(installation: Installation) -> None:
    installation.responses["get_guest_access"] = access(enabled=True, all_machines=True)
    browser = manager(installation)
    response = browser.submit(browser.get("/guest-access"), "/guest-access/stop")
    assert redirect_of(response) == "/guest-access?done=stopped"
    assert [call.operation for call in installation.writes()] == ["stop_guest_access"]


def test_nothing_to_stop_has_no_button(installation: Installation) -> None:
    assert "/guest-access/stop" not in manager(installation).get("/guest-access").text


def test_action_without_groups_says_that_it_is_allowed_nowhere(installation: Installation) -> None:
    installation.responses["get_guest_access"] = access(enabled=True)
    assert "dus bij geen enkele machine" in manager(installation).get("/guest-access").text


@pytest.mark.parametrize("values", [{"enabled": False}, {"enabled": True, "all_machines": True}])
def test_selected_groups_that_do_not_count_are_named(installation: Installation, values: dict[str, bool]) -> None:
    installation.responses["get_guest_access"] = access(group_ids=[GROUP], **values)
    name = ListGroups.example[1]["rows"][0]["name"]
    assert f"Aangevinkt, maar niet in gebruik: {name}" in manager(installation).get("/guest-access").text


def test_reader_who_does_not_see_all_machines_is_not_offered_them(installation: Installation) -> None:
    installation.responses["get_guest_access"] = access(may_change_all_machines=False)
    assert 'value="everywhere"' not in manager(installation).get("/guest-access").text


def test_all_machines_stay_as_they_are_for_a_reader_who_does_not_see_them(installation: Installation) -> None:
    installation.responses["get_guest_access"] = access(enabled=True, all_machines=True, may_change_all_machines=False)
    browser = manager(installation)
    browser.submit(browser.get("/guest-access"), "/guest-access", request_service_where="nowhere")
    (call,) = installation.calls_of("change_guest_access")
    assert [row["action"] for row in call.request["actions"]] == ["request_service", "ask_status"]


def test_groups_that_the_page_cannot_name_stay_chosen(installation: Installation) -> None:
    installation.responses["get_guest_access"] = access(enabled=True, group_ids=[CUSTOMER_ID])
    browser = manager(installation)
    browser.submit(browser.get("/guest-access"), "/guest-access")
    assert installation.calls_of("change_guest_access")[0].request["actions"][0]["group_ids"] == [CUSTOMER_ID]


def test_staff_change_the_customer_that_they_have_opened(installation: Installation) -> None:
    browser = installation.browser(STAFF)
    browser.submit(browser.get(STAFF_PAGE), STAFF_PAGE, order_supplies_where="everywhere")
    assert installation.calls_of("change_guest_access")[0].request["customer_id"] == CUSTOMER_ID
    assert {call.request.get("customer_id") for call in installation.calls_of("list_groups")} == {CUSTOMER_ID}


@pytest.mark.parametrize(
    ("action", "details", "expected"),
    [
        ("guest_access_changed", {"actions": []}, "Uit"),
        (
            "guest_access_changed",
            {"actions": [{"action": "ask_status", "all_machines": False, "groups": ["Balie", "Hal"]}]},
            "Status opvragen: Balie, Hal",
        ),
        ("labels_issued", {"machines": 3, "machine": "", "replaced": 1}, "3 machines"),
        ("labels_revoked", {"machines": 1, "machine": "10042"}, "10042"),
    ],
)
def test_audit_log_says_what_was_changed(
    installation: Installation, action: str, details: dict[str, Any], expected: str
) -> None:
    assert action in CUSTOMER_ACTIONS
    row = ListAudit.example[1]["rows"][0] | {"action": action, "details": details, "subject_name": ""}
    installation.responses["list_audit"] = ListAudit.example[1] | {"rows": [row]}
    page = manager(installation, rights=[Right.MANAGE_USERS]).get("/users/audit")
    assert f">{expected}<" in page.text
