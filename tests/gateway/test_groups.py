"""Groups, and the bar below which machines are put into one, as the pages do it (docs/features.md#machines)."""

from typing import Any

import pytest

from services.chassis.contract import NotFound, ServiceUnavailable
from services.fleet.contracts import CreateGroup, GroupNameTaken, ListGroups, ListMachineFilters, ListMachines
from services.identity.contracts import GetSession, ListUsers, SeesAllMachines
from tests.gateway.installation import CUSTOMER, STAFF, Installation

SESSION: dict[str, Any] = GetSession.example[1]
GROUP: str = ListGroups.example[1]["rows"][0]["id"]
MACHINE: str = ListMachines.example[1]["rows"][0]["id"]
PERSON: str = ListUsers.example[1]["rows"][0]["person_id"]
NOBODY = {"previous": None, "next": None, "count": 0, "count_capped": False}
PAGE = f"/groups/{GROUP}"


@pytest.fixture
def keeper(installation: Installation) -> Installation:
    installation.answers["get_session"] = SESSION | {"rights": ["manage_machines", "manage_users"]}
    return installation


@pytest.fixture
def keeper_of_a_part(installation: Installation) -> Installation:
    """Who keeps machines sees a part of them."""
    installation.answers["get_session"] = SESSION | {
        "rights": ["manage_machines"],
        "all_machines": False,
        "group_ids": [],
    }
    return installation


def test_machines_are_put_into_a_group_only_where_there_are_some(keeper: Installation) -> None:
    browser = keeper.browser(CUSTOMER)
    assert 'id="bulk"' in browser.get("/machines").text
    keeper.answers["list_machines"] = {"rows": [], "page": NOBODY}
    assert 'id="bulk"' not in browser.get("/machines").text


def test_groups_are_made_by_who_sees_all_machines(keeper: Installation) -> None:
    browser = keeper.browser(CUSTOMER)
    assert 'href="/groups/new"' in browser.get("/groups").text
    assert 'name="name"' in browser.get("/machines").text
    assert f'href="{PAGE}/rename"' in browser.get(PAGE).text


def test_who_sees_a_part_of_the_machines_fills_groups_and_makes_none(keeper_of_a_part: Installation) -> None:
    browser = keeper_of_a_part.browser(CUSTOMER)
    page = browser.get("/groups")
    assert (page.status_code, 'href="/groups/new"' in page.text) == (200, False)
    page = browser.get("/machines")
    assert ('id="bulk"' in page.text, 'name="name"' in page.text) == (True, False)
    page = browser.get(PAGE)
    assert (f"{PAGE}/machines/remove" in page.text, f"{PAGE}/rename" in page.text) == (True, False)


def test_who_can_neither_choose_nor_make_a_group_is_offered_none(keeper_of_a_part: Installation) -> None:
    keeper_of_a_part.answers["list_machine_filters"] = ListMachineFilters.example[1] | {"groups": []}
    page = keeper_of_a_part.browser(CUSTOMER).get("/machines")
    assert (page.status_code, 'id="bulk"' in page.text) == (200, False)


def test_a_list_of_a_group_without_machines_leads_to_where_they_are_ticked(keeper: Installation) -> None:
    keeper.answers["list_machines"] = {"rows": [], "page": NOBODY}
    browser, leads = keeper.browser(CUSTOMER), "Machines kiezen in de lijst"
    page = browser.get(f"/machines?group={GROUP}")
    assert ("Nog geen machines in deze groep" in page.text, leads in page.text) == (True, True)
    assert leads not in browser.get(f"/machines?group={GROUP}&site=Utrecht").text


def test_staff_put_no_machines_into_groups(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/machines")
    assert (page.status_code, 'id="bulk"' in page.text) == (200, False)


def test_a_new_group_without_machines_is_not_told_as_machines_added(keeper: Installation) -> None:
    browser = keeper.browser(CUSTOMER)
    made = CreateGroup.example[1]["id"]
    page = browser.get("/machines")
    empty = browser.submit(page, "/groups/add-machines", group_id="", name="Den Haag")
    filled = browser.submit(page, "/groups/add-machines", group_id="", name="Den Haag", machine_id=MACHINE)
    assert (empty.location, filled.location) == (f"/groups/{made}?done=created", f"/groups/{made}?done=added")


def test_a_refused_new_group_keeps_the_machines_that_were_ticked(keeper: Installation) -> None:
    keeper.answers["create_group"] = GroupNameTaken(name="Den Haag")
    browser = keeper.browser(CUSTOMER)
    page = browser.get("/machines?text=C250")
    back = browser.submit(page, "/groups/add-machines", group_id="", name="Den Haag", machine_id=MACHINE)
    assert back.status_code == 409
    assert f'name="machine_id" value="{MACHINE}"' in back.text
    assert 'href="/machines?text=C250"' in back.text


def test_machines_that_could_not_be_taken_out_stay_ticked_on_their_page_of_the_list(keeper: Installation) -> None:
    keeper.answers["remove_machines_from_group"] = NotFound()
    browser, address = keeper.browser(CUSTOMER), f"{PAGE}/machines/remove?after=abc"
    back = browser.submit(browser.get(f"{PAGE}?after=abc&done=added"), address, machine_id=MACHINE)
    assert back.status_code == 404
    assert f'value="{MACHINE}" checked' in back.text
    assert [call.request["after"] for call in keeper.asked("list_machines")] == ["abc", "abc"]
    assert f'action="{address}"' in back.text


def test_after_taking_out_the_page_of_the_list_is_shown_again(keeper: Installation) -> None:
    browser = keeper.browser(CUSTOMER)
    gone_on = browser.submit(browser.get(f"{PAGE}?after=abc"), f"{PAGE}/machines/remove?after=abc", machine_id=MACHINE)
    assert gone_on.location == f"{PAGE}?done=removed&after=abc"
    gone_on = browser.submit(browser.get(PAGE), f"{PAGE}/machines/remove", machine_id=MACHINE)
    assert gone_on.location == f"{PAGE}?done=removed"


def test_a_user_that_could_not_be_taken_out_is_told_on_the_groups_page(keeper: Installation) -> None:
    keeper.answers["remove_user_from_group"] = ServiceUnavailable(service="identity")
    browser = keeper.browser(CUSTOMER)
    back = browser.submit(browser.get(PAGE), f"{PAGE}/users/{PERSON}/remove")
    assert (back.status_code, 'id="problems"' in back.text) == (503, True)
    assert f'action="{PAGE}/users/{PERSON}/remove"' in back.text


def test_users_that_were_not_added_stay_ticked_in_what_was_searched_for(keeper: Installation) -> None:
    keeper.answers["add_users_to_group"] = SeesAllMachines()
    browser, address = keeper.browser(CUSTOMER), f"{PAGE}/users?text=Bos&after=abc"
    back = browser.submit(browser.get(address), address, person_id=PERSON)
    assert back.status_code == 409
    assert f'value="{PERSON}" checked' in back.text
    asked = [(call.request["text"], call.request["after"]) for call in keeper.asked("list_users")]
    assert asked == [("Bos", "abc")] * 2


def test_a_group_with_more_users_than_its_page_shows_leads_to_them_all(keeper: Installation) -> None:
    users = f"/users?group={GROUP}"
    browser = keeper.browser(CUSTOMER)
    assert users not in browser.get(PAGE).text
    page = {"previous": None, "next": "abc", "count": 240, "count_capped": False}
    keeper.answers["list_users"] = ListUsers.example[1] | {"page": page}
    shown = browser.get(PAGE).text
    assert f'<a href="{users}">Alle gebruikers van deze groep: 240 gebruikers</a>' in shown


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/users"])
def test_the_menu_says_that_one_is_at_the_groups(keeper: Installation, path: str) -> None:
    assert '<a href="/groups" aria-current="true">' in keeper.browser(CUSTOMER).get(path).text
