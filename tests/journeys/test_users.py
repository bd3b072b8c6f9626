"""Users and groups: changes by an administrator and their effect for users (docs/features.md#accounts)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import ADMINISTRATOR, a_user, activate_account, invite, new_address
from steps import choose_machines, open_group_users


@pytest.fixture
def administrator(open_browser: OpenBrowser) -> Person:
    person = open_browser()
    person.log_in(ADMINISTRATOR)
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_invited_user_sets_a_password_and_sees_the_given_scope(open_browser: OpenBrowser, scripts: bool) -> None:
    administrator, user, address = open_browser(scripts=scripts), open_browser(scripts=scripts), new_address()
    administrator.log_in(ADMINISTRATOR)
    invite(administrator, address, "Lotte Smit", "request_service")
    assert "De uitnodiging is verstuurd" in administrator.main
    activate_account(user, address)
    user.open("/machines")
    assert "0 machines" in user.main
    administrator.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    assert eventually(lambda: _machines(user) == 18)


def test_invalid_invitation_keeps_input(administrator: Person) -> None:
    invite(administrator, "geen adres", "Lotte Smit", "manage_machines")
    assert administrator.page.locator("#problems").is_visible()
    assert administrator.page.locator("input[name=name]").input_value() == "Lotte Smit"
    assert administrator.page.locator("input[name=rights][value=manage_machines]").is_checked()


def test_right_granted_in_the_matrix_is_effective(open_browser: OpenBrowser, administrator: Person) -> None:
    user, page_path = a_user(open_browser, administrator)
    assert user.page.locator('.side a[href="/basket"]').count() == 0
    id = page_path.rsplit("/", 1)[1]
    administrator.open("/users/rights")
    administrator.page.locator(f'input[name="rights-{id}"][value=order_supplies]').check()
    administrator.press("main form button[type=submit]")
    assert "De rechten zijn opgeslagen" in administrator.main
    assert eventually(lambda: _has(user, "/", '.side a[href="/basket"]'))


def test_rights_are_on_separate_lines_on_a_narrow_screen(administrator: Person) -> None:
    administrator.page.set_viewport_size({"width": 390, "height": 844})
    administrator.open("/users/rights")
    box = administrator.page.locator("main tbody td").first.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] < 80


def test_language_button_of_a_telephone_keeps_the_form_that_was_changed(
    open_browser: OpenBrowser, administrator: Person
) -> None:
    _, page_path = a_user(open_browser, administrator)
    administrator.page.set_viewport_size({"width": 390, "height": 844})
    for form, box in (
        ("scope", "input[name=sees][value=all]"),
        ("rights", "input[name=rights][value=manage_machines]"),
    ):
        administrator.open(page_path)
        administrator.page.locator(box).check()
        with administrator.page.expect_navigation():
            administrator.page.locator("header button[name=choose_language]:visible").click()
        assert administrator.path == f"{page_path}/{form}"
        assert administrator.page.locator(box).is_checked()


def test_last_administrator_cannot_lose_the_right(administrator: Person) -> None:
    administrator.open("/users?right=manage_users")
    administrator.press("main tbody a")
    administrator.page.locator("input[name=rights][value=manage_users]").uncheck()
    administrator.press("section[aria-labelledby=rights] button[type=submit]")
    assert "minimaal één actieve gebruiker" in administrator.main


def test_single_machine_is_added_to_a_scope_and_removed(open_browser: OpenBrowser, administrator: Person) -> None:
    user, page_path = a_user(open_browser, administrator)
    administrator.open(f"{page_path}/machines?text=Balie 2")
    administrator.page.locator("input[name=machine_id]").first.check()
    administrator.press("main form[method=post] button[type=submit]")
    assert eventually(lambda: _machines(user) == 1)
    user.press("main tbody a")
    machine = user.path
    administrator.open(f"{page_path}/machines?text=Balie 2")
    administrator.page.locator("input[name=machine_id]").first.uncheck()
    administrator.press("main form[method=post] button[type=submit]")
    assert eventually(lambda: _status(user, machine) == 404)


def test_removal_of_a_user_asks_for_confirmation(open_browser: OpenBrowser, administrator: Person) -> None:
    user, page_path = a_user(open_browser, administrator)
    administrator.open(page_path)
    administrator.press(f'a[href="{page_path}/remove"]')
    assert "Lotte Smit verwijderen?" in administrator.main
    administrator.press("main form button[type=submit]")
    assert "De gebruiker is verwijderd" in administrator.main
    assert eventually(lambda: _final_path(user, "/machines").startswith("/login"))


def test_impersonator_can_change_nothing(open_browser: OpenBrowser) -> None:
    administrator = open_browser()
    administrator.log_in(ADMINISTRATOR, new_session=True)
    _, page_path = a_user(open_browser, administrator, "request_service")
    administrator.open(page_path)
    administrator.press(f'form[action="{page_path}/view-as"] button')
    assert "U bekijkt het klantportaal als Lotte Smit" in administrator.text
    assert _status(administrator, "/account") == 403
    administrator.press('form[action="/stop-viewing"] button')
    assert "U bekijkt het klantportaal als" not in administrator.text
    assert administrator.path == "/users"


def test_audit_log_lists_changes_and_can_be_exported(open_browser: OpenBrowser, administrator: Person) -> None:
    a_user(open_browser, administrator)
    administrator.open("/users/audit")
    assert "Uitgenodigd" in administrator.main
    with administrator.page.expect_download() as download:
        administrator.page.locator('a[href="/users/audit/export.csv"]').click()
    export = download.value.path().read_text(encoding="utf-8-sig")
    assert export.startswith("Tijdstip;Door;Actie;Gebruiker;Details")
    assert "Sanne de Wit;Uitgenodigd;Lotte Smit" in export


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_group_is_created_from_the_list_and_added_to_a_scope(open_browser: OpenBrowser, scripts: bool) -> None:
    administrator = open_browser(scripts=scripts)
    administrator.log_in(ADMINISTRATOR)
    user, page_path = a_user(open_browser, administrator)
    choose_machines(administrator, "Archief", 2)
    administrator.page.locator("#bulk input[name=name]").fill(f"Archieven {new_address()}")
    administrator.press("#bulk button[type=submit]")
    assert "De machines zijn aan de groep toegevoegd" in administrator.main
    assert administrator.page.locator("main tbody tr").count() == 2
    group_path = administrator.path.split("?")[0]
    open_group_users(administrator, group_path, page_path)
    administrator.page.locator("input[name=person_id]").check()
    administrator.press("main form[method=post] button[type=submit]")
    assert "Lotte Smit" in administrator.page.locator("section[aria-labelledby=users]").inner_text()
    assert eventually(lambda: _machines(user) == 2)
    administrator.open(f"{group_path}/delete")
    administrator.press("main form button[type=submit]")
    assert eventually(lambda: _machines(user) == 0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_machine_is_added_to_a_group_after_a_confirmation_and_removed_by_undo(
    open_browser: OpenBrowser, scripts: bool
) -> None:
    administrator = open_browser(scripts=scripts)
    administrator.log_in(ADMINISTRATOR)
    administrator.open("/groups")
    administrator.press("main tbody a >> text=Utrecht")
    administrator.press("main .card header a >> text=Machines kiezen in de lijst")
    administrator.open(f"{administrator.path}&site=Vestiging Rotterdam")
    administrator.page.locator("main tbody input[name=machine_id]").first.check()
    administrator.press("#bulk button[type=submit]")
    assert "de machines van deze groep" in administrator.main
    administrator.press("main form button >> text=1 machine toevoegen aan Utrecht")
    assert "1 machine is toegevoegd" in administrator.main
    assert "De groep bevat nu 19 machines" in administrator.main
    administrator.press("main form button >> text=Ongedaan maken")
    assert "18 machines" in administrator.page.locator("main .lead").inner_text()


def test_ticked_machines_stay_ticked_while_the_list_is_filtered(administrator: Person) -> None:
    page, bar = administrator.page, administrator.page.locator("#bulk")
    administrator.open("/machines?text=Archief")
    assert not bar.is_visible()
    page.locator("main tbody input[name=machine_id]").first.check()
    assert bar.is_visible()
    page.locator("#text").fill("Planning")
    page.locator("main tbody th >> text=Planning").first.wait_for()
    page.locator(".select-all input").check()
    ticked = 1 + page.locator("main tbody input[name=machine_id]").count()
    assert page.locator(".select-all output").inner_text() == str(ticked)
    page.locator("#bulk input[name=name]").fill("utrecht")
    administrator.press("#bulk button[type=submit]")
    assert f"{ticked} machines gekozen" in administrator.main


def test_ticked_machines_stay_ticked_on_other_pages_of_the_list(administrator: Person) -> None:
    count, box = administrator.page.locator(".select-all output"), "main tbody input[name=machine_id]"
    administrator.open("/machines")
    administrator.page.locator(box).first.check()
    administrator.press("main .pager a[rel=next]")
    administrator.page.locator(box).first.check()
    assert count.inner_text() == "2"
    administrator.press("main .pager a[rel=prev]")
    assert administrator.page.locator(f"{box}:checked").count() == 1
    administrator.page.locator("#bulk input[name=name]").fill("utrecht")
    administrator.press("#bulk button[type=submit]")
    assert "2 machines gekozen" in administrator.main
    administrator.open("/machines")
    assert administrator.page.locator(f"{box}:checked").count() == 0


def test_ticked_machines_stay_ticked_after_a_look_at_a_machine(administrator: Person) -> None:
    page, box = administrator.page, "main tbody input[name=machine_id]"
    administrator.open("/machines")
    page.locator(box).first.check()
    administrator.press("main .pager a[rel=next]")
    administrator.press("main tbody th a >> nth=0")
    page.go_back()
    page.locator("#bulk").wait_for()
    assert page.locator(".select-all output").inner_text() == "1"


def test_narrowing_a_user_who_sees_all_asks_for_confirmation(open_browser: OpenBrowser, administrator: Person) -> None:
    user, page_path = a_user(open_browser, administrator)
    administrator.open(page_path)
    administrator.page.locator("input[name=sees][value=all]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    administrator.open("/groups")
    administrator.press("main tbody a >> text=Utrecht")
    open_group_users(administrator, administrator.path, page_path)
    box = "input[name=person_id]"
    administrator.page.locator(box).check()
    administrator.press("main form[method=post] button[type=submit]")
    assert "Wie nu alle machines ziet" in administrator.main
    assert administrator.page.locator(box).is_checked()
    administrator.page.locator("input[name=narrow]").check()
    administrator.press("main form[method=post] button[type=submit]")
    assert eventually(lambda: _machines(user) == 18)


def test_group_name_in_use_keeps_the_ticks(administrator: Person) -> None:
    choose_machines(administrator, "Planning", 3)
    administrator.page.locator("#bulk input[name=name]").fill("utrecht")
    administrator.press("#bulk button[type=submit]")
    assert "Er is al een groep met de naam utrecht" in administrator.main
    assert "3 machines gekozen" in administrator.main


def _machines(person: Person) -> int:
    """The number of machines that a person sees."""
    person.open("/machines")
    return int(person.page.locator(".found").inner_text().split()[0])


def _has(person: Person, path: str, selector: str) -> bool:
    person.open(path)
    return person.page.locator(selector).count() > 0


def _status(person: Person, path: str) -> int:
    response = person.page.goto(person.portal.url + path)
    return response.status if response else 0


def _final_path(person: Person, path: str) -> str:
    person.open(path)
    return person.path
