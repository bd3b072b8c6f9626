"""Staff are invited, given rights, deactivated and removed (docs/features.md#accounts)."""

from collections.abc import Callable

import pytest
from browser import Person
from eventually import eventually
from people import come_in, new_address
from steps import invite_to_staff

Visit = Callable[..., Person]
BOSS = "joris@dealer.example"


@pytest.fixture
def boss(visit: Visit) -> Person:
    person = visit()
    person.log_in(BOSS)
    return person


def a_member(visit: Visit, boss: Person, *rights: str) -> tuple[Person, str]:
    """Somebody who was invited and is logged in, with the address of the member's page."""
    address, member = new_address().replace("vandijk", "dealer"), visit()
    page = invite_to_staff(boss, address, *rights)
    come_in(member, address)
    assert member.path == "/", member.main
    return member, page


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_invited_member_sets_a_password_and_works(visit: Visit, scripts: bool) -> None:
    boss, member = visit(scripts=scripts), visit(scripts=scripts)
    boss.log_in(BOSS)
    address = new_address().replace("vandijk", "dealer")
    invite_to_staff(boss, address, "handle_service")
    assert "De uitnodiging is verstuurd" in boss.main
    come_in(member, address)
    assert "medewerker" in member.text
    member.open("/backoffice/service-requests")
    assert member.page.locator("main tbody tr").count() > 0
    assert member.page.locator('.side a[href="/backoffice/staff"]').count() == 0


def test_an_address_of_a_user_is_refused_with_what_was_typed(boss: Person) -> None:
    invite_to_staff(boss, "pieter@vandijk.example", "handle_orders")
    assert "van een gebruiker van een klant" in boss.page.locator("#email-problem").inner_text()
    assert boss.page.locator("input[name=name]").input_value() == "Eva Prins"
    assert boss.page.locator("input[name=rights][value=handle_orders]").is_checked()


def test_a_right_that_is_given_or_taken_shows_in_an_open_session(visit: Visit, boss: Person) -> None:
    member, page = a_member(visit, boss, "handle_service")
    boss.open(page)
    boss.page.locator("input[name=rights][value=manage_customers]").check()
    boss.press("section[aria-labelledby=rights] button[type=submit]")
    assert "De rechten zijn opgeslagen" in boss.main
    assert eventually(lambda: status(member, "/backoffice/contact") == 200)
    boss.page.locator("input[name=rights][value=manage_customers]").uncheck()
    boss.press("section[aria-labelledby=rights] button[type=submit]")
    assert eventually(lambda: status(member, "/backoffice/contact") == 403)


def test_a_deactivated_member_is_out_within_seconds_and_comes_back(visit: Visit, boss: Person) -> None:
    member, page = a_member(visit, boss)
    boss.open(page)
    boss.press(f'form[action="{page}/deactivate"] button')
    assert "kan niet meer inloggen" in boss.main
    assert eventually(lambda: goes_to(member, "/").startswith("/login"))
    boss.press(f'form[action="{page}/reactivate"] button')
    assert "kan weer inloggen" in boss.main


def test_removing_a_member_asks_first(visit: Visit, boss: Person) -> None:
    member, page = a_member(visit, boss)
    boss.open(page)
    boss.press(f'a[href="{page}/remove"]')
    assert "Eva Prins verwijderen?" in boss.main
    boss.press("main form button[type=submit]")
    assert "De medewerker is verwijderd" in boss.main
    assert eventually(lambda: goes_to(member, "/").startswith("/login"))
    assert status(boss, page) == 404


def test_the_last_who_manages_staff_is_told_why_he_stays(boss: Person) -> None:
    boss.open(f"/backoffice/staff?text={BOSS}")
    boss.press("main tbody a")
    page = boss.path
    boss.page.locator("input[name=rights][value=manage_staff]").uncheck()
    boss.press("section[aria-labelledby=rights] button[type=submit]")
    assert "minimaal één actieve medewerker" in boss.main
    boss.open(f"{page}/remove")
    boss.press("main form button[type=submit]")
    assert "minimaal één actieve medewerker" in boss.main
    boss.open("/backoffice/staff")
    assert status(boss, "/backoffice/staff") == 200


def test_staff_without_the_right_do_not_see_staff(visit: Visit) -> None:
    mila = visit()
    mila.log_in("mila@dealer.example")
    assert mila.page.locator('.side a[href="/backoffice/staff"]').count() == 0
    for path in ("/backoffice/staff", "/backoffice/staff/new"):
        assert status(mila, path) == 403


def test_what_was_done_to_a_member_stands_in_the_audit_log(visit: Visit, boss: Person) -> None:
    a_member(visit, boss, "handle_orders")
    boss.open("/backoffice/audit?action=staff_invited")
    assert "Eva Prins" in boss.main
    assert "rechten: Bestellingen behandelen" in boss.main


def status(person: Person, path: str) -> int:
    answer = person.page.goto(person.portal.url + path)
    return answer.status if answer else 0


def goes_to(person: Person, path: str) -> str:
    person.open(path)
    return person.path
