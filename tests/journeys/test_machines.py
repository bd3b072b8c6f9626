"""Machines: supply levels, and which machines a user sees (docs/features.md#machine-scope)."""

import pytest
from browser import OpenBrowser
from people import ADMINISTRATOR, GROUP_USER
from steps import MACHINE_TABS, go_to_machine


def test_unknown_level_is_shown_without_a_percentage(open_browser: OpenBrowser) -> None:
    person = open_browser()
    person.log_in(ADMINISTRATOR)
    go_to_machine(person, "Huisdrukkerij 1")
    person.press('a[href$="/supplies"]')
    (toner,) = person.page.locator("section[aria-labelledby=levels] li", has_text="Toner").all_inner_texts()
    assert "de machine meldt niet hoeveel" in toner
    assert "%" not in toner


def test_user_of_a_group_sees_only_its_machines(open_browser: OpenBrowser) -> None:
    person = open_browser()
    person.log_in(GROUP_USER)
    person.open("/machines?limit=200")
    locations = person.page.locator("main tbody tr").all_inner_texts()
    assert len(locations) == 18
    assert all("Distributiecentrum" in location for location in locations)


def test_machine_out_of_scope_is_not_found(open_browser: OpenBrowser) -> None:
    administrator, user = open_browser(), open_browser()
    administrator.log_in(ADMINISTRATOR)
    go_to_machine(administrator, "Balie 1")
    hidden = administrator.path
    user.log_in(GROUP_USER)
    responses = [user.page.goto(f"{user.portal.url}{hidden}{tab}") for tab in MACHINE_TABS]
    assert [response.status for response in responses if response] == [404] * len(MACHINE_TABS)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_narrow_window_folds_the_filters(open_browser: OpenBrowser, scripts: bool) -> None:
    person = open_browser(scripts=scripts)
    person.log_in(ADMINISTRATOR)
    person.open("/machines")
    group = person.page.locator("#group")
    assert group.is_visible()
    person.page.set_viewport_size({"width": 390, "height": 800})
    assert not group.is_visible()
    person.page.locator(".fold summary").press("Enter")
    group.select_option(label="Utrecht")
    person.press(".fold button")
    person.page.locator(".fold summary >> text=Filters (1)").wait_for()
    person.press("main a >> text=Filters wissen")
    assert person.page.locator(".fold summary").inner_text() == "Filters"
