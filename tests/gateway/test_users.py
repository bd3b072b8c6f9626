"""Pages of users and their scopes (docs/features.md#accounts)."""

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
from tests.gateway.browser import redirect_of
from tests.gateway.installation import CUSTOMER, Installation

SESSION: dict[str, Any] = GetSession.example[1]
USER = GetUser.example[1]["person_id"]
GROUP = ListGroups.example[1]["rows"][0]["id"]
MACHINE = ListMachines.example[1]["rows"][0]["id"]


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.responses["get_session"] = SESSION | {"rights": ["manage_users"]}
    return installation


def test_changed_scope_includes_the_groups_that_the_page_offered(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    browser.submit(browser.get(f"/users/{USER}"), f"/users/{USER}/scope", sees="chosen")
    (call,) = administrator.calls_of("change_scope")
    expected = {"person_id": USER, "all_machines": False, "group_ids": [GROUP], "offered_groups": [GROUP]}
    assert call.request == expected


def test_right_that_the_form_does_not_offer_is_kept(administrator: Installation) -> None:
    administrator.responses["get_user"] = GetUser.example[1] | {"rights": ["view_reports"]}
    browser = administrator.browser(CUSTOMER)
    browser.submit(browser.get(f"/users/{USER}"), f"/users/{USER}/rights")
    (call,) = administrator.calls_of("change_rights")
    assert call.request["users"] == [{"person_id": USER, "rights": ["view_reports"]}]


def test_scope_form_is_absent_while_groups_are_unavailable(administrator: Installation) -> None:
    administrator.stop("fleet")
    page = administrator.browser(CUSTOMER).get(f"/users/{USER}").text
    assert f"/users/{USER}/scope" not in page
    assert "De groepen zijn even niet bereikbaar" in page


def test_chosen_machines_include_those_that_the_page_offered(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    browser.submit(page, f"/users/{USER}/machines?text=C250", machine_id=MACHINE)
    (call,) = administrator.calls_of("change_scope")
    assert call.request == {"person_id": USER, "machine_ids": [MACHINE], "offered_machines": [MACHINE]}


def test_narrowing_a_user_who_sees_all_asks_for_confirmation(administrator: Installation) -> None:
    administrator.responses["change_scope"] = SeesAllMachines()
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    refused = browser.submit(page, f"/users/{USER}/machines?text=C250", machine_id=MACHINE)
    assert refused.status_code == 409
    assert f'value="{MACHINE}" checked' in refused.text
    administrator.responses["change_scope"] = ChangeScope.example[1]
    browser.submit(refused, f"/users/{USER}/machines?text=C250", narrow="1")
    assert administrator.calls_of("change_scope")[-1].request["all_machines"] is False


def test_saved_rights_keep_search_and_page(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    query = "text=Bos&after=abc"
    page = browser.get(f"/users/rights?{query}")
    saved = browser.submit(page, f"/users/rights?{query}", **{f"rights-{USER}": "manage_machines"})
    assert redirect_of(saved) == f"/users/rights?{query}&done=rights"
    administrator.responses["change_rights"] = LastAdministrator()
    refused = browser.submit(page, f"/users/rights?{query}", **{f"rights-{USER}": "manage_machines"})
    assert (refused.status_code, 'id="problems"' in refused.text) == (409, True)
    assert f'name="rights-{USER}" value="manage_machines" checked' in refused.text
    assert {call.request["text"] for call in administrator.calls_of("list_users")} == {"Bos"}


def test_redirect_omits_empty_parameters(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    saved = browser.submit(browser.get("/users/rights"), "/users/rights", **{f"rights-{USER}": "manage_machines"})
    assert redirect_of(saved) == "/users/rights?done=rights"


def test_refused_impersonation_is_reported_on_the_users_page(administrator: Installation) -> None:
    administrator.responses["start_impersonation"] = NotFound()
    other = {"person_id": "01980000-0000-7000-8000-0000000000ff", "status": "active"}
    administrator.responses["get_user"] = GetUser.example[1] | other
    browser, page = administrator.browser(CUSTOMER), f"/users/{other['person_id']}"
    refused = browser.submit(browser.get(page), f"{page}/view-as")
    assert (refused.status_code, 'id="problems"' in refused.text) == (404, True)
    assert f'action="{page}/rights"' in refused.text


def test_legend_that_repeats_a_heading_is_hidden(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    legends = re.findall(r"<legend>(.*?)</legend>", browser.get(f"/users/{USER}").text)
    assert ("Rechten" in legends, browser.get(f"/users/{USER}").text.count('<legend class="visually-hidden">')) == (
        False,
        2,
    )
    assert '<legend class="visually-hidden">' not in browser.get("/users/new").text


def test_refused_choice_of_machines_keeps_the_search(administrator: Installation) -> None:
    administrator.responses["change_scope"] = ScopeFull()
    browser = administrator.browser(CUSTOMER)
    page = browser.get(f"/users/{USER}/machines?text=C250")
    refused = browser.submit(page, f"/users/{USER}/machines?text=C250")
    assert 'value="C250"' in refused.text
