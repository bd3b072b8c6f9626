"""Pages of groups, and the form that puts machines into one (docs/features.md#machines)."""

import re
from typing import Any

import pytest

from services.chassis.contract import NotFound, OutcomeUnknown, ServiceUnavailable
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    GetGroup,
    GroupNameTaken,
    ListGroups,
    ListMachineFilters,
    ListMachines,
    MachineNotFound,
)
from services.identity.contracts import GetSession, ListUsers, SeesAllMachines
from tests.gateway.browser import Browser, redirect_of
from tests.gateway.installation import CUSTOMER, STAFF, Installation

SESSION: dict[str, Any] = GetSession.example[1]
GROUP: str = ListGroups.example[1]["rows"][0]["id"]
MACHINE: str = ListMachines.example[1]["rows"][0]["id"]
PERSON: str = ListUsers.example[1]["rows"][0]["person_id"]
EMPTY_PAGE = {"previous": None, "next": None, "count": 0, "count_capped": False}
PAGE = f"/groups/{GROUP}"
CHOOSE = "/groups/add-machines"


@pytest.fixture
def administrator(installation: Installation) -> Installation:
    installation.responses["get_session"] = SESSION | {"rights": ["manage_machines", "manage_users"]}
    return installation


@pytest.fixture
def user_with_scope(installation: Installation) -> Installation:
    """A user with the right to manage machines, but a scope without machines."""
    installation.responses["get_session"] = SESSION | {
        "rights": ["manage_machines"],
        "all_machines": False,
        "group_ids": [],
    }
    return installation


def test_bulk_form_requires_machines(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    assert 'id="bulk"' in browser.get("/machines").text
    administrator.responses["list_machines"] = {"rows": [], "page": EMPTY_PAGE}
    assert 'id="bulk"' not in browser.get("/machines").text


TO_MAKERS = ("Met groepen deelt u machines in", "Maak een groep")


def test_list_of_groups_tells_who_makes_groups_what_they_are_for(administrator: Installation) -> None:
    administrator.responses["list_groups"] = {"rows": [], "page": EMPTY_PAGE}
    page = administrator.browser(CUSTOMER).get("/groups").text
    assert [text in page for text in TO_MAKERS] == [True, True]


def test_list_of_groups_asks_nothing_of_a_reader(user_with_scope: Installation) -> None:
    user_with_scope.responses["list_groups"] = {"rows": [], "page": EMPTY_PAGE}
    page = user_with_scope.browser(CUSTOMER).get("/groups").text
    assert [text in page for text in TO_MAKERS] == [False, False]


def test_user_who_sees_all_machines_creates_groups(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    assert 'href="/groups/new"' in browser.get("/groups").text
    assert 'name="name"' in browser.get("/machines").text
    assert f'href="{PAGE}/rename"' in browser.get(PAGE).text


def test_user_with_a_scope_fills_groups_and_creates_none(user_with_scope: Installation) -> None:
    browser = user_with_scope.browser(CUSTOMER)
    page = browser.get("/groups")
    assert (page.status_code, 'href="/groups/new"' in page.text) == (200, False)
    page = browser.get("/machines")
    assert 'id="bulk"' in page.text
    assert 'name="name"' not in page.text
    page = browser.get(PAGE)
    assert f"{PAGE}/machines/remove" in page.text
    assert f"{PAGE}/rename" not in page.text


def test_bulk_form_requires_a_group_or_the_right_to_create_one(user_with_scope: Installation) -> None:
    user_with_scope.responses["list_machine_filters"] = ListMachineFilters.example[1] | {"groups": []}
    page = user_with_scope.browser(CUSTOMER).get("/machines")
    assert (page.status_code, 'id="bulk"' in page.text) == (200, False)


def test_empty_group_links_to_the_list_of_machines(administrator: Installation) -> None:
    administrator.responses["list_machines"] = {"rows": [], "page": EMPTY_PAGE}
    browser, link_text = administrator.browser(CUSTOMER), "Machines kiezen in de lijst"
    page = browser.get(f"/machines?group={GROUP}")
    assert ("Nog geen machines in deze groep" in page.text, link_text in page.text) == (True, True)
    assert link_text not in browser.get(f"/machines?group={GROUP}&site=Utrecht").text


def test_bulk_form_is_hidden_from_staff(installation: Installation) -> None:
    page = installation.browser(STAFF).get("/machines")
    assert (page.status_code, 'id="bulk"' in page.text) == (200, False)


def test_new_group_without_machines_is_reported_as_created(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    group_id = CreateGroup.example[1]["id"]
    page = browser.get("/machines")
    empty = browser.submit(page, CHOOSE, name="Den Haag")
    filled = browser.submit(page, CHOOSE, name="Den Haag", machine_id=MACHINE)
    assert redirect_of(empty) == f"/groups/{group_id}?done=created"
    assert redirect_of(filled) == f"/groups/{group_id}?done=added_one"


def test_refused_new_group_keeps_the_ticked_machines(administrator: Installation) -> None:
    administrator.responses["create_group"] = GroupNameTaken(name="Den Haag")
    browser = administrator.browser(CUSTOMER)
    page = browser.get("/machines?text=C250")
    refused = browser.submit(page, CHOOSE, name="Den Haag", machine_id=MACHINE)
    assert refused.status_code == 409
    assert f'name="machine_id" value="{MACHINE}"' in refused.text
    assert 'href="/machines?text=C250"' in refused.text


def test_no_group_is_selected_in_the_list_of_machines(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    assert _selected_groups(browser.get("/machines")) == [""]
    assert _selected_groups(browser.get(f"/machines?add_to={GROUP}")) == [GROUP]


def test_list_names_the_group_to_which_machines_are_added(administrator: Installation) -> None:
    browser, text = administrator.browser(CUSTOMER), "Vink de machines aan die u aan Amsterdam wilt toevoegen."
    assert [text in browser.get(path).text for path in (f"/machines?add_to={GROUP}", "/machines")] == [True, False]


def test_page_of_a_group_leads_to_the_list_with_this_group_selected(administrator: Installation) -> None:
    assert f'href="/machines?add_to={GROUP}"' in administrator.browser(CUSTOMER).get(PAGE).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "group_id"), ({"group_id": GROUP, "name": "Den Haag"}, "name"), ({"group_id": "x"}, "group_id")],
    ids=["no group", "two groups", "malformed"],
)
def test_machines_without_one_group_are_refused_at_the_field(
    administrator: Installation, typed: dict[str, str], field: str
) -> None:
    browser = administrator.browser(CUSTOMER)
    refused = browser.submit(browser.get("/machines"), CHOOSE, machine_id=MACHINE, **typed)
    assert (refused.status_code, f'id="{field}-problem"' in refused.text) == (422, True)
    assert f'name="machine_id" value="{MACHINE}"' in refused.text
    assert administrator.calls_of("add_machines_to_group") == administrator.calls_of("create_group") == []


def test_addition_without_machines_is_refused(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    assert browser.submit(browser.get("/machines"), CHOOSE, group_id=GROUP).status_code == 422


def test_addition_is_confirmed_with_the_number_of_users_and_machines(administrator: Installation) -> None:
    administrator.responses["count_group_users"] = {"users": 4}
    confirmation = _confirmation(administrator.browser(CUSTOMER))
    assert confirmation.status_code == 200
    assert "4 gebruikers zien de machines van deze groep" in confirmation.text
    assert "1 machine toevoegen aan Amsterdam" in confirmation.text
    assert administrator.calls_of("add_machines_to_group") == []


def test_addition_to_a_group_that_gives_nobody_access_says_so(administrator: Installation) -> None:
    administrator.responses["count_group_users"] = {"users": 0}
    page = _confirmation(administrator.browser(CUSTOMER)).text
    assert "niemand krijgt er machines bij te zien" in page
    assert "0 gebruikers" not in page


def test_addition_counts_only_machines_that_are_not_in_the_group(administrator: Installation) -> None:
    administrator.responses["count_machines_to_add"] = {"to_add": 4, "in_group": 2}
    page = _confirmation(administrator.browser(CUSTOMER)).text
    assert "2 daarvan zitten al in deze groep." in page
    assert "4 machines toevoegen aan Amsterdam" in page


def test_addition_without_effect_is_not_offered(administrator: Installation) -> None:
    administrator.responses["count_machines_to_add"] = {"to_add": 0, "in_group": 1}
    page = _confirmation(administrator.browser(CUSTOMER)).text
    assert "Alle gekozen machines zitten al in deze groep." in page
    assert "dan ook deze" not in page
    assert "toevoegen aan Amsterdam</button>" not in page


def test_machines_out_of_sight_are_not_said_to_be_in_the_group(administrator: Installation) -> None:
    administrator.responses["count_machines_to_add"] = {"to_add": 0, "in_group": 0}
    page = _confirmation(administrator.browser(CUSTOMER)).text
    assert "1 daarvan bestaat niet of ziet u niet, en wordt niet toegevoegd." in page
    assert "Alle gekozen machines" not in page


def test_addition_whose_outcome_is_unknown_is_not_reported_as_undone(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    confirmation = _confirmation(browser)
    administrator.responses["add_machines_to_group"] = OutcomeUnknown(service="fleet", key="1")
    administrator.responses["get_group"] = ServiceUnavailable(service="fleet")
    page = browser.submit(confirmation, f"{PAGE}/machines")
    assert page.status_code == 504
    assert "niets verstuurd" not in page.text


def test_unknown_number_of_users_is_reported_as_unknown(administrator: Installation) -> None:
    administrator.responses["count_group_users"] = ServiceUnavailable(service="identity")
    assert "is nu niet bekend" in _confirmation(administrator.browser(CUSTOMER)).text


def test_addition_can_be_undone_on_its_result_page(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    confirmation = _confirmation(browser)
    administrator.responses["count_machines_to_add"] = {"to_add": 0, "in_group": 1}
    result = browser.submit(confirmation, f"{PAGE}/machines", machine_id=MACHINE)
    assert (result.status_code, "1 machine is toegevoegd" in result.text) == (200, True)
    browser.submit(result, f"{PAGE}/machines/remove", machine_id=MACHINE)
    (undo,) = administrator.calls_of("remove_machines_from_group")
    assert (undo.request["group_id"], undo.request["machine_ids"]) == (GROUP, [MACHINE])


@pytest.mark.parametrize(
    ("in_group", "text", "can_undo"),
    [(0, "zitten nu niet meer in de groep", False), (1, "Daarvan zit nu nog 1 machine in de groep", True)],
)
def test_addition_sent_again_tells_how_many_of_its_machines_are_in_the_group_now(
    administrator: Installation, in_group: int, text: str, can_undo: bool
) -> None:
    """The response of the command is that of the first time."""
    added = {"machines": 12, "added": 2, "added_ids": [MACHINE, PERSON]}
    administrator.responses["add_machines_to_group"] = AddMachinesToGroup.example[1] | added
    administrator.responses["get_group"] = GetGroup.example[1] | {"machines": 10}
    browser = administrator.browser(CUSTOMER)
    confirmation = _confirmation(browser)
    administrator.responses["count_machines_to_add"] = {"to_add": 2 - in_group, "in_group": in_group}
    page = browser.submit(confirmation, f"{PAGE}/machines", machine_id=MACHINE).text
    assert (text in page, "De groep bevat nu 10 machines" in page) == (True, True)
    assert ("zijn toegevoegd." in page, f"{PAGE}/machines/remove" in page) == (False, can_undo)


def test_addition_without_effect_says_so_and_offers_no_undo(administrator: Installation) -> None:
    administrator.responses["add_machines_to_group"] = AddMachinesToGroup.example[1] | {"added": 0, "added_ids": []}
    browser = administrator.browser(CUSTOMER)
    result = browser.submit(_confirmation(browser), f"{PAGE}/machines", machine_id=MACHINE)
    assert "Er is niets toegevoegd" in result.text
    assert f"{PAGE}/machines/remove" not in result.text


def test_refused_addition_keeps_the_ticked_machines(administrator: Installation) -> None:
    administrator.responses["add_machines_to_group"] = MachineNotFound()
    browser = administrator.browser(CUSTOMER)
    refused = browser.submit(_confirmation(browser), f"{PAGE}/machines", machine_id=MACHINE)
    assert (refused.status_code, f'name="machine_id" value="{MACHINE}"' in refused.text) == (404, True)


def _confirmation(browser: Browser) -> Any:
    return browser.submit(browser.get("/machines"), CHOOSE, group_id=GROUP, machine_id=MACHINE)


def _selected_groups(page: Any) -> list[str]:
    """The value that is submitted unless another one is chosen."""
    options = re.search(r'<select id="group_id".*?</select>', page.text, re.DOTALL)
    assert options is not None
    values = re.findall(r'<option value="([^"]*)"( selected)?>', options[0])
    return [value for value, selected in values if selected] or [values[0][0]]


def test_refused_removal_keeps_ticks_and_page(administrator: Installation) -> None:
    administrator.responses["remove_machines_from_group"] = NotFound()
    browser, address = administrator.browser(CUSTOMER), f"{PAGE}/machines/remove?after=abc"
    refused = browser.submit(browser.get(f"{PAGE}?after=abc&done=added"), address, machine_id=MACHINE)
    assert refused.status_code == 404
    assert f'value="{MACHINE}" checked' in refused.text
    assert [call.request["after"] for call in administrator.calls_of("list_machines")] == ["abc", "abc"]
    assert f'action="{address}"' in refused.text


def test_removal_returns_to_the_page_of_the_list(administrator: Installation) -> None:
    browser = administrator.browser(CUSTOMER)
    response = browser.submit(browser.get(f"{PAGE}?after=abc"), f"{PAGE}/machines/remove?after=abc", machine_id=MACHINE)
    assert redirect_of(response) == f"{PAGE}?after=abc&done=removed_one"
    response = browser.submit(browser.get(PAGE), f"{PAGE}/machines/remove", machine_id=MACHINE)
    assert redirect_of(response) == f"{PAGE}?done=removed_one"


def test_refused_removal_of_a_user_is_reported_on_the_groups_page(administrator: Installation) -> None:
    administrator.responses["remove_user_from_group"] = ServiceUnavailable(service="identity")
    browser = administrator.browser(CUSTOMER)
    refused = browser.submit(browser.get(PAGE), f"{PAGE}/users/{PERSON}/remove")
    assert (refused.status_code, 'id="problems"' in refused.text) == (503, True)
    assert f'action="{PAGE}/users/{PERSON}/remove"' in refused.text


def test_refused_addition_of_users_keeps_ticks_and_search(administrator: Installation) -> None:
    administrator.responses["add_users_to_group"] = SeesAllMachines()
    browser, address = administrator.browser(CUSTOMER), f"{PAGE}/users?text=Bos&after=abc"
    refused = browser.submit(browser.get(address), address, person_id=PERSON)
    assert refused.status_code == 409
    assert f'value="{PERSON}" checked' in refused.text
    requests = [(call.request["text"], call.request["after"]) for call in administrator.calls_of("list_users")]
    assert requests == [("Bos", "abc")] * 2


def test_group_with_many_users_links_to_all_of_them(administrator: Installation) -> None:
    users = f"/users?group={GROUP}"
    browser = administrator.browser(CUSTOMER)
    assert users not in browser.get(PAGE).text
    page = {"previous": None, "next": "abc", "count": 240, "count_capped": False}
    administrator.responses["list_users"] = ListUsers.example[1] | {"page": page}
    shown = browser.get(PAGE).text
    assert f'<a href="{users}">Alle gebruikers van deze groep: 240 gebruikers</a>' in shown


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/users"])
def test_menu_marks_groups_as_current(administrator: Installation, path: str) -> None:
    assert '<a href="/groups" aria-current="true">' in administrator.browser(CUSTOMER).get(path).text
