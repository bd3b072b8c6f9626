"""Users and what they see, as the pages do it (docs/features.md#accounts)."""

import re
from typing import Any

import pytest

from services.chassis.contract import NotFound
from services.fleet.contracts import ListGroups, ListMachines
from services.identity.contracts import (
    ChangeScope,
    GetSession,
    GetUser,
    LastAdministrator,
    ScopeFull,
    SeesAllMachines,
)
from tests.gateway.installation import CUSTOMER, Installation

SESSION: dict[str, Any] = GetSession.example[1]
USER = GetUser.example[1]["person_id"]
GROUP = ListGroups.example[1]["rows"][0]["id"]
MACHINE = ListMachines.example[1]["rows"][0]["id"]


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.answers["get_session"] = SESSION | {"rights": ["manage_users"]}
    return installation


def test_a_changed_scope_tells_which_groups_the_page_offered(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    browser.submit(browser.get(f"/users/{USER}"), f"/users/{USER}/scope", sees="chosen")
    (call,) = administrator.asked("change_scope")
    asked = {"person_id": USER, "all_machines": False, "group_ids": [GROUP], "offered_groups": [GROUP]}
    assert call.request == asked


def test_without_the_groups_no_scope_is_offered_that_would_take_them_away(administrator: Installation) -> None:
    administrator.stop("fleet")
    page = administrator.browser(CUSTOMER).get(f"/users/{USER}").text
    assert f"/users/{USER}/scope" not in page
    assert "De groepen zijn even niet bereikbaar" in page


def test_machines_that_are_chosen_on_one_page_say_which_stood_there(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    browser.submit(page, f"/users/{USER}/machines?text=C250", machine_id=MACHINE)
    (call,) = administrator.asked("change_scope")
    assert call.request == {"person_id": USER, "machine_ids": [MACHINE], "offered_machines": [MACHINE]}


def test_choosing_machines_for_who_sees_all_asks_first_and_keeps_what_was_ticked(administrator: Installation) -> None:
    administrator.answers["change_scope"] = SeesAllMachines()
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    asked = browser.submit(page, f"/users/{USER}/machines?text=C250", machine_id=MACHINE)
    assert asked.status_code == 409
    assert f'value="{MACHINE}" checked' in asked.text
    administrator.answers["change_scope"] = ChangeScope.example[1]
    browser.submit(asked, f"/users/{USER}/machines?text=C250", narrow="1")
    assert administrator.asked("change_scope")[-1].request["all_machines"] is False


def test_a_search_and_a_place_in_the_list_of_rights_are_kept_when_they_are_saved(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    where = "text=Bos&after=abc"
    page = browser.get(f"/users/rights?{where}")
    saved = browser.submit(page, f"/users/rights?{where}", **{f"rights-{USER}": "view_reports"})
    assert saved.location == f"/users/rights?done=rights&{where}"
    administrator.answers["change_rights"] = LastAdministrator()
    back = browser.submit(page, f"/users/rights?{where}", **{f"rights-{USER}": "view_reports"})
    assert (back.status_code, 'id="problems"' in back.text) == (409, True)
    assert f'name="rights-{USER}" value="view_reports" checked' in back.text
    assert {call.request["text"] for call in administrator.asked("list_users")} == {"Bos"}


def test_an_address_says_nothing_that_is_empty(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    saved = browser.submit(browser.get("/users/rights"), "/users/rights", **{f"rights-{USER}": "view_reports"})
    assert saved.location == "/users/rights?done=rights"


def test_who_cannot_be_looked_along_with_is_told_on_that_users_page(administrator: Installation) -> None:
    administrator.answers["start_impersonation"] = NotFound()
    other = {"person_id": "01980000-0000-7000-8000-0000000000ff", "status": "active"}
    administrator.answers["get_user"] = GetUser.example[1] | other
    browser, page = administrator.browser(CUSTOMER), f"/users/{other['person_id']}"
    back = browser.submit(browser.get(page), f"{page}/view-as")
    assert (back.status_code, 'id="problems"' in back.text) == (404, True)
    assert f'action="{page}/rights"' in back.text


def test_a_heading_that_says_it_is_not_said_twice_to_who_sees_it(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    seen = re.findall(r"<legend>(.*?)</legend>", browser.get(f"/users/{USER}").text)
    hidden = browser.get(f"/users/{USER}").text.count('<legend class="visually-hidden">')
    assert ("Rechten" in seen, hidden) == (False, 2)
    assert '<legend class="visually-hidden">' not in browser.get("/users/new").text


def test_a_refused_choice_of_machines_keeps_the_search(administrator: Installation) -> None:
    administrator.answers["change_scope"] = ScopeFull()
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    asked = browser.submit(page, f"/users/{USER}/machines?text=C250")
    assert 'value="C250"' in asked.text
