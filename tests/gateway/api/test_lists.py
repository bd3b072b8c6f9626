"""Lists with cursors and filters."""

import pytest

from services.fleet.contracts import ListMachines
from services.identity.contracts import ListUsers
from tests.gateway.api.api_client import ApiClient
from tests.gateway.installation import Installation

ID = "01980000-0000-7000-8000-000000000013"


def _add_second_page(installation: Installation) -> None:
    """The list of users has a second page."""
    page = ListUsers.example[1]
    installation.responses["list_users"] = page | {
        "page": page["page"] | {"next": "x+/=&y", "previous": "p", "count": 26}
    }


def test_next_link_keeps_the_filters(installation: Installation, sanne: ApiClient) -> None:
    _add_second_page(installation)
    link = sanne.get("/users?right=manage_users&limit=1").headers["Link"]
    assert link.endswith('>; rel="next"')
    sanne.get(link.removeprefix("</api/v1").removesuffix('>; rel="next"'))
    request = installation.calls_of("list_users")[1].request
    assert (request["after"], request["right"], request["limit"]) == ("x+/=&y", "manage_users", 1)


def test_last_page_has_no_next_link(sanne: ApiClient) -> None:
    response = sanne.get("/users")
    assert (response.json["page"]["next"], "Link" in response.headers) == (None, False)


def test_forged_host_does_not_change_the_next_link(installation: Installation, sanne: ApiClient) -> None:
    _add_second_page(installation)
    assert sanne.get("/users", Host="evil.example").headers["Link"].startswith("</api/v1/users?")


def test_filters_of_machines_are_passed_on(installation: Installation, sanne: ApiClient) -> None:
    filters = f"text=C250&condition=low&condition=stale&monitoring=connected&site=Kantoor&group_id={ID}&sort=toner"
    sanne.get(f"/machines?{filters}")
    (call,) = installation.calls_of("list_machines")
    assert call.request == {
        "text": "C250",
        "conditions": ["low", "stale"],
        "monitoring": "connected",
        "site": "Kantoor",
        "group_id": ID,
        "sort": "toner",
        "after": "",
        "limit": 25,
    }


@pytest.mark.parametrize(
    ("path", "operation"),
    [("/users", "list_users"), ("/groups", "list_groups"), ("/machines", "list_machines"), ("/audit", "list_audit"),
     (f"/users/{ID}", "get_user"), ("/self-registration", "get_self_registration")],
)  # fmt: skip
def test_staff_give_the_customer(installation: Installation, joris: ApiClient, path: str, operation: str) -> None:
    joris.get(f"{path}?customer_id={ID}")
    assert [call.request["customer_id"] for call in installation.calls_of(operation)] == [ID]


@pytest.mark.parametrize(
    ("path", "operation"), [("/registrations", "list_registrations"), ("/access-requests", "list_access_requests")]
)
def test_answered_requests_can_be_listed(
    installation: Installation, sanne: ApiClient, path: str, operation: str
) -> None:
    for query in ("", "?answered=false", "?answered=true"):
        sanne.get(f"{path}{query}")
    assert [call.request["answered"] for call in installation.calls_of(operation)] == [False, False, True]


@pytest.mark.parametrize("word", ["1", "yes", "True", ""])
def test_boolean_parameter_is_true_or_false(installation: Installation, sanne: ApiClient, word: str) -> None:
    response = sanne.get(f"/registrations?answered={word}")
    assert (response.status_code, response.json["errors"][0]["field"]) == (422, "answered")
    assert installation.calls_of("list_registrations") == []


def test_audit_entries_can_be_filtered_by_user(installation: Installation, sanne: ApiClient) -> None:
    sanne.get(f"/audit?user_id={ID}&action=rights_changed")
    (call,) = installation.calls_of("list_audit")
    assert (call.request["person_id"], call.request["action"]) == (ID, "rights_changed")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=-1", "limit=1.5", "limit=%D9%A1", "right=fly", "group_id=7",
     "page=2", "before=x", f"after={'x' * 1001}", "text=%00"],
)  # fmt: skip
def test_invalid_parameter_is_refused_by_name(installation: Installation, sanne: ApiClient, query: str) -> None:
    response = sanne.get(f"/users?{query}")
    assert (response.status_code, response.json["errors"][0]["field"]) == (422, query.split("=")[0])
    assert installation.calls_of("list_users") == []


def test_unknown_enum_value_is_passed_on(installation: Installation, sanne: ApiClient) -> None:
    page = ListMachines.example[1]
    installation.responses["list_machines"] = page | {
        "rows": [page["rows"][0] | {"condition": "asleep", "colour_of_case": 1}]
    }
    (row,) = sanne.get("/machines").json["rows"]
    assert (row["condition"], "colour_of_case" in row) == ("asleep", False)
