"""One's own account: a forgotten password, a new address, sessions elsewhere (docs/features.md#accounts)."""

from collections.abc import Callable

import pytest
from browser import Person
from eventually import eventually
from people import ADMINISTRATOR, NEW_PASSWORD, come_in, guess, invite, link_in_mail, log_in, new_address

Visit = Callable[..., Person]


@pytest.fixture
def account(visit: Visit) -> tuple[Person, str]:
    """Somebody new who is logged in, and the address to log in with."""
    administrator, user, address = visit(), visit(), new_address()
    administrator.log_in(ADMINISTRATOR)
    invite(administrator, address)
    come_in(user, address)
    return user, address


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_forgotten_password_is_set_anew(visit: Visit, account: tuple[Person, str], scripts: bool) -> None:
    _, address = account
    person = visit(scripts=scripts)
    person.open("/login")
    person.press('a[href="/password/forgot"]')
    person.page.locator("input[name=email]").fill(address)
    person.press("main form button[type=submit]")
    assert "Controleer uw e-mail" in person.main
    come_in(person, address, password="nog een paard van karton")
    assert person.path == "/"


def test_an_address_that_nobody_has_gets_the_same_page(visit: Visit) -> None:
    person = visit()
    person.open("/password/forgot")
    person.page.locator("input[name=email]").fill(new_address())
    person.press("main form button[type=submit]")
    assert "Controleer uw e-mail" in person.main


def test_a_used_link_says_what_to_do(visit: Visit, account: tuple[Person, str]) -> None:
    _, address = account
    person = visit()
    answer = person.page.goto(person.portal.url + link_in_mail(person, address, "/password"))
    assert answer is not None
    assert answer.status == 404
    assert "Vraag een nieuwe aan" in person.main


def test_a_weak_password_comes_back_with_the_reason(account: tuple[Person, str]) -> None:
    person, _ = account
    person.open("/account/password")
    person.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    person.page.locator("input[name=password]").fill("welkom2026")
    person.press("main form button[type=submit]")
    assert person.page.locator("#password-problem").is_visible()


def test_a_changed_password_ends_the_session_elsewhere(visit: Visit, account: tuple[Person, str]) -> None:
    person, address = account
    elsewhere = visit()
    log_in(elsewhere, address)
    person.open("/account/password")
    person.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    person.page.locator("input[name=password]").fill("een heel ander paard")
    person.press("main form button[type=submit]")
    assert "Uw wachtwoord is gewijzigd" in person.main
    assert eventually(lambda: _goes_to(elsewhere, "/machines").startswith("/login"))
    assert _goes_to(person, "/machines") == "/machines"


def test_a_session_elsewhere_is_seen_and_ended(visit: Visit, account: tuple[Person, str]) -> None:
    person, address = account
    elsewhere = visit()
    log_in(elsewhere, address)
    person.open("/account/sessions")
    assert person.page.locator("main tbody tr").count() == 2
    person.press('main tbody form[action$="/end"] button')
    assert eventually(lambda: _goes_to(elsewhere, "/machines").startswith("/login"))
    assert person.page.locator("main tbody tr").count() == 1


def test_a_new_address_is_confirmed_there_and_undone_at_the_old_one(account: tuple[Person, str]) -> None:
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
    assert eventually(lambda: link_in_mail(person, old, "/password") != invited)
    come_in(person, old)
    assert person.path == "/"


def test_a_profile_is_kept_and_the_pages_follow_its_language(account: tuple[Person, str]) -> None:
    person, _ = account
    person.open("/account")
    person.page.locator("input[name=name]").fill("Lotte van Dam")
    person.page.locator("input[name=language][value=en]").check()
    person.press("main form button[type=submit]")
    assert "Your profile has been saved" in person.main
    assert "Lotte van Dam" in person.main


def test_guessing_is_slowed_down_with_a_sentence(visit: Visit) -> None:
    guess(visit(), "Er zijn te veel pogingen gedaan")


def _goes_to(person: Person, path: str) -> str:
    person.open(path)
    return person.path
