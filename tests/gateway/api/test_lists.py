"""Lists by cursor, narrowed by parameters."""

import pytest

from services.fleet.contracts import ListMachines
from services.identity.contracts import ListUsers
from tests.gateway.api.program import Program
from tests.gateway.installation import Installation

ID = "01980000-0000-7000-8000-000000000013"


def _more(installation: Installation) -> None:
    """There is a second page of users."""
    page = ListUsers.example[1]
    installation.answers["list_users"] = page | {
        "page": page["page"] | {"next": "x+/=&y", "previous": "p", "count": 26}
    }


def test_a_page_leads_to_the_next_with_the_same_filters(installation: Installation, sanne: Program) -> None:
    _more(installation)
    link = sanne.get("/users?right=manage_users&limit=1").headers["Link"]
    assert link.endswith('>; rel="next"')
    sanne.get(link.removeprefix("</api/v1").removesuffix('>; rel="next"'))
    asked = installation.asked("list_users")[1].request
    assert (asked["after"], asked["right"], asked["limit"]) == ("x+/=&y", "manage_users", 1)


def test_the_last_page_leads_nowhere(sanne: Program) -> None:
    answer = sanne.get("/users")
    assert (answer.json["page"]["next"], "Link" in answer.headers) == (None, False)


def test_a_forged_host_does_not_change_where_a_link_leads(installation: Installation, sanne: Program) -> None:
    _more(installation)
    assert sanne.get("/users", Host="evil.example").headers["Link"].startswith("</api/v1/users?")


def test_filters_of_machines_are_passed_on(installation: Installation, sanne: Program) -> None:
    filters = f"text=C250&condition=low&condition=stale&monitoring=connected&site=Kantoor&group_id={ID}&sort=toner"
    sanne.get(f"/machines?{filters}")
    (call,) = installation.asked("list_machines")
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
def test_staff_name_the_customer(installation: Installation, joris: Program, path: str, operation: str) -> None:
    joris.get(f"{path}?customer_id={ID}")
    assert [call.request["customer_id"] for call in installation.asked(operation)] == [ID]


@pytest.mark.parametrize(
    ("path", "operation"), [("/registrations", "list_registrations"), ("/access-requests", "list_access_requests")]
)
def test_requests_that_are_over_can_be_asked_for(
    installation: Installation, sanne: Program, path: str, operation: str
) -> None:
    for query in ("", "?answered=false", "?answered=true"):
        sanne.get(f"{path}{query}")
    assert [call.request["answered"] for call in installation.asked(operation)] == [False, False, True]


@pytest.mark.parametrize("word", ["1", "yes", "True", ""])
def test_a_flag_in_an_address_is_a_word(installation: Installation, sanne: Program, word: str) -> None:
    answer = sanne.get(f"/registrations?answered={word}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "answered")
    assert installation.asked("list_registrations") == []


def test_entries_about_one_user_can_be_asked_for(installation: Installation, sanne: Program) -> None:
    sanne.get(f"/audit?user_id={ID}&action=rights_changed")
    (call,) = installation.asked("list_audit")
    assert (call.request["person_id"], call.request["action"]) == (ID, "rights_changed")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=-1", "limit=1.5", "limit=%D9%A1", "right=fly", "group_id=7",
     "page=2", "before=x", f"after={'x' * 401}", "text=%00"],
)  # fmt: skip
def test_what_a_list_does_not_know_is_refused_at_the_parameter(
    installation: Installation, sanne: Program, query: str
) -> None:
    answer = sanne.get(f"/users?{query}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, query.split("=")[0])
    assert installation.asked("list_users") == []


def test_a_word_that_a_service_learned_later_is_told_as_it_is(installation: Installation, sanne: Program) -> None:
    page = ListMachines.example[1]
    installation.answers["list_machines"] = page | {
        "rows": [page["rows"][0] | {"condition": "asleep", "colour_of_case": 1}]
    }
    (row,) = sanne.get("/machines").json["rows"]
    assert (row["condition"], "colour_of_case" in row) == ("asleep", False)
