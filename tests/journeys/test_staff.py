"""Staff are invited, given rights, deactivated and removed (docs/features.md#accounts)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import GROUP_USER, SERVICE_STAFF, STAFF, activate_account, new_address
from steps import invite_to_staff


@pytest.fixture
def manager(open_browser: OpenBrowser) -> Person:
    person = open_browser()
    person.log_in(STAFF)
    return person


def a_staff_member(open_browser: OpenBrowser, manager: Person, *rights: str) -> tuple[Person, str]:
    """An invited member who is logged in, and the path of the member's page."""
    address, member = new_address().replace("vandijk", "dealer"), open_browser()
    page_path = invite_to_staff(manager, address, *rights)
    activate_account(member, address)
    assert member.path == "/", member.main
    return member, page_path


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_invited_member_sets_a_password_and_opens_pages(open_browser: OpenBrowser, scripts: bool) -> None:
    manager, member = open_browser(scripts=scripts), open_browser(scripts=scripts)
    manager.log_in(STAFF)
    address = new_address().replace("vandijk", "dealer")
    invite_to_staff(manager, address, "handle_service")
    assert "De uitnodiging is verstuurd" in manager.main
    activate_account(member, address)
    assert "medewerker" in member.text
    member.open("/backoffice/service-requests")
    assert member.page.locator("main tbody tr").count() > 0
    assert member.page.locator('.side a[href="/backoffice/staff"]').count() == 0


def test_address_of_a_user_is_refused_and_input_kept(manager: Person) -> None:
    invite_to_staff(manager, GROUP_USER, "handle_orders")
    assert "van een gebruiker van een klant" in manager.page.locator("#email-problem").inner_text()
    assert manager.page.locator("input[name=name]").input_value() == "Eva Prins"
    assert manager.page.locator("input[name=rights][value=handle_orders]").is_checked()


def test_changed_right_is_effective_in_an_open_session(open_browser: OpenBrowser, manager: Person) -> None:
    member, page_path = a_staff_member(open_browser, manager, "handle_service")
    manager.open(page_path)
    manager.page.locator("input[name=rights][value=manage_customers]").check()
    manager.press("section[aria-labelledby=rights] button[type=submit]")
    assert "De rechten zijn opgeslagen" in manager.main
    assert eventually(lambda: status(member, "/backoffice/contact") == 200)
    manager.page.locator("input[name=rights][value=manage_customers]").uncheck()
    manager.press("section[aria-labelledby=rights] button[type=submit]")
    assert eventually(lambda: status(member, "/backoffice/contact") == 403)


def test_deactivated_member_is_logged_out_and_can_be_reactivated(open_browser: OpenBrowser, manager: Person) -> None:
    member, page_path = a_staff_member(open_browser, manager)
    manager.open(page_path)
    manager.press(f'form[action="{page_path}/deactivate"] button')
    assert "kan niet meer inloggen" in manager.main
    assert eventually(lambda: final_path(member, "/").startswith("/login"))
    manager.press(f'form[action="{page_path}/reactivate"] button')
    assert "kan weer inloggen" in manager.main


def test_removal_of_a_member_asks_for_confirmation(open_browser: OpenBrowser, manager: Person) -> None:
    member, page_path = a_staff_member(open_browser, manager)
    manager.open(page_path)
    manager.press(f'a[href="{page_path}/remove"]')
    assert "Eva Prins verwijderen?" in manager.main
    manager.press("main form button[type=submit]")
    assert "De medewerker is verwijderd" in manager.main
    assert eventually(lambda: final_path(member, "/").startswith("/login"))
    assert status(manager, page_path) == 404


def test_last_manager_of_staff_cannot_lose_the_right(manager: Person) -> None:
    manager.open(f"/backoffice/staff?text={STAFF}")
    manager.press("main tbody a")
    page_path = manager.path
    manager.page.locator("input[name=rights][value=manage_staff]").uncheck()
    manager.press("section[aria-labelledby=rights] button[type=submit]")
    assert "minimaal één actieve medewerker" in manager.main
    manager.open(f"{page_path}/remove")
    manager.press("main form button[type=submit]")
    assert "minimaal één actieve medewerker" in manager.main
    manager.open("/backoffice/staff")
    assert status(manager, "/backoffice/staff") == 200


def test_staff_pages_are_refused_without_the_right(open_browser: OpenBrowser) -> None:
    mila = open_browser()
    mila.log_in(SERVICE_STAFF)
    assert mila.page.locator('.side a[href="/backoffice/staff"]').count() == 0
    for path in ("/backoffice/staff", "/backoffice/staff/new"):
        assert status(mila, path) == 403


def test_audit_log_lists_an_invited_member(open_browser: OpenBrowser, manager: Person) -> None:
    a_staff_member(open_browser, manager, "handle_orders")
    manager.open("/backoffice/audit?action=staff_invited")
    assert "Eva Prins" in manager.main
    assert "rechten: Bestellingen behandelen" in manager.main


def status(person: Person, path: str) -> int:
    response = person.page.goto(person.portal.url + path)
    return response.status if response else 0


def final_path(person: Person, path: str) -> str:
    person.open(path)
    return person.path
