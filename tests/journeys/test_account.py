"""A user's own account: password reset, new address, other sessions (docs/features.md#accounts)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import (
    ADMINISTRATOR,
    NEW_PASSWORD,
    activate_account,
    exceed_login_limit,
    link_in_mail,
    log_in,
    new_address,
    new_user,
)


@pytest.fixture
def account(open_browser: OpenBrowser) -> tuple[Person, str]:
    """A new user who is logged in, and the user's e-mail address."""
    return new_user(open_browser)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_forgotten_password_can_be_reset(open_browser: OpenBrowser, account: tuple[Person, str], scripts: bool) -> None:
    _, address = account
    person = open_browser(scripts=scripts)
    invitation = link_in_mail(person, address, "/password")
    person.open("/login")
    person.press('a[href="/password/forgot"]')
    person.page.locator("input[name=email]").fill(address)
    person.press("main form button[type=submit]")
    assert "Controleer uw e-mail" in person.main
    activate_account(person, address, password="nog een paard van karton", newer_than=invitation)
    assert person.path == "/"


def test_unknown_address_gets_the_same_page(open_browser: OpenBrowser) -> None:
    person = open_browser()
    person.open("/password/forgot")
    person.page.locator("input[name=email]").fill(new_address())
    person.press("main form button[type=submit]")
    assert "Controleer uw e-mail" in person.main


def test_used_link_says_what_to_do(open_browser: OpenBrowser, account: tuple[Person, str]) -> None:
    _, address = account
    person = open_browser()
    response = person.page.goto(person.portal.url + link_in_mail(person, address, "/password"))
    assert response is not None
    assert response.status == 404
    assert "Vraag een nieuwe aan" in person.main


def test_weak_password_is_refused_with_the_reason(account: tuple[Person, str]) -> None:
    person, _ = account
    person.open("/account/password")
    person.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    person.page.locator("input[name=password]").fill("welkom2026")
    person.press("main form button[type=submit]")
    assert person.page.locator("#password-problem").is_visible()


def test_changed_password_ends_other_sessions(open_browser: OpenBrowser, account: tuple[Person, str]) -> None:
    person, address = account
    other_browser = open_browser()
    log_in(other_browser, address)
    person.open("/account/password")
    person.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    person.page.locator("input[name=password]").fill("een heel ander paard")
    person.press("main form button[type=submit]")
    assert "Uw wachtwoord is gewijzigd" in person.main
    assert eventually(lambda: _final_path(other_browser, "/machines").startswith("/login"))
    assert _final_path(person, "/machines") == "/machines"


def test_other_session_is_listed_and_can_be_ended(open_browser: OpenBrowser, account: tuple[Person, str]) -> None:
    person, address = account
    other_browser = open_browser()
    log_in(other_browser, address)
    person.open("/account/sessions")
    assert person.page.locator("main tbody tr").count() == 2
    person.press('main tbody form[action$="/end"] button')
    assert eventually(lambda: _final_path(other_browser, "/machines").startswith("/login"))
    assert person.page.locator("main tbody tr").count() == 1


def test_stolen_cookie_is_refused_after_logout(open_browser: OpenBrowser) -> None:
    person = open_browser()
    person.log_in(ADMINISTRATOR, new_session=True)
    cookies = person.page.context.cookies()
    person.press('form[action="/logout"] button')
    person.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    assert _final_path(person, "/machines").startswith("/login")


def test_new_address_is_confirmed_and_undone_at_the_old_one(account: tuple[Person, str]) -> None:
    person, old = account
    new, invited = new_address(), link_in_mail(person, old, "/password")
    person.open("/account/email")
    person.page.locator("input[name=email]").fill(new)
    person.page.locator("input[name=password]").fill(NEW_PASSWORD)
    person.press("main form button[type=submit]")
    assert f"{new} is nog niet bevestigd" in person.main
    person.open(link_in_mail(person, new, "/email/confirm"))
    person.press("main form button[type=submit]")
    person.open("/account/email")
    assert f"U logt in met {new}" in person.main
    person.open(link_in_mail(person, old, "/email/undo"))
    person.press("main form button[type=submit]")
    assert "Uw oude e-mailadres geldt weer" in person.main
    activate_account(person, old, newer_than=invited)
    assert person.path == "/"


def test_profile_is_saved_and_pages_have_its_language(account: tuple[Person, str]) -> None:
    person, _ = account
    person.open("/account")
    person.page.locator("input[name=name]").fill("Lotte van Dam")
    person.page.locator("input[name=language][value=en]").check()
    person.press("main form button[type=submit]")
    assert "Your profile has been saved" in person.main
    assert "Lotte van Dam" in person.main


def test_login_attempts_are_limited(open_browser: OpenBrowser) -> None:
    exceed_login_limit(open_browser(), "Er zijn te veel pogingen gedaan")


def _final_path(person: Person, path: str) -> str:
    person.open(path)
    return person.path
