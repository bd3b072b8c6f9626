"""Staff administer customers and, with the same pages as administrators, their users (docs/features.md#accounts)."""

from collections.abc import Callable

import pytest
from browser import Person
from eventually import eventually
from people import ADMINISTRATOR, a_user, come_in, invite, link_in_mail, log_in, new_address
from steps import create_customer, invite_to_customer, speak

Visit = Callable[..., Person]
STAFF = "joris@dealer.example"


@pytest.fixture
def joris(visit: Visit) -> Person:
    return at_work(visit())


def at_work(joris: Person, language: str = "nl") -> Person:
    joris.log_in(STAFF)
    speak(joris, language)
    return joris


@pytest.mark.parametrize(
    ("language", "scripts", "added", "alone", "sent"),
    [
        ("nl", True, "De klant is toegevoegd", "geen beheerder die kan inloggen", "De uitnodiging is verstuurd"),
        ("en", False, "The customer has been added", "no administrator who can log in", "The invitation has been sent"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_a_new_customer_gets_its_first_administrator(
    visit: Visit, language: str, scripts: bool, added: str, alone: str, sent: str
) -> None:
    joris, eva, address = at_work(visit(scripts=scripts), language), visit(scripts=scripts), new_address()
    customer = create_customer(joris, "Bakkerij Jansen")
    assert added in joris.main
    assert alone in joris.main
    invite_to_customer(joris, customer, address, "manage_users")
    assert sent in joris.main
    come_in(eva, address)
    assert "Bakkerij Jansen" in eva.text
    eva.open("/users")
    assert "Eva Prins" in eva.main
    joris.open(customer)
    assert alone not in joris.main


@pytest.mark.parametrize(
    ("language", "scripts", "asked", "answered"),
    [
        ("nl", True, "Uitnodiging van Bakkerij de Korenbloem", "U hebt de uitnodiging aangenomen"),
        ("en", False, "Invitation from Bakkerij de Korenbloem", "You have accepted the invitation"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_a_user_of_one_customer_says_yes_to_another_and_switches(
    visit: Visit, joris: Person, language: str, scripts: bool, asked: str, answered: str
) -> None:
    anna, administrator, address = visit(scripts=scripts), visit(), new_address()
    administrator.log_in(ADMINISTRATOR)
    invite(administrator, address)
    come_in(anna, address)
    page = invite_to_customer(joris, create_customer(joris, "Bakkerij de Korenbloem"), address, "manage_users")
    assert "Lotte Smit" not in joris.main
    speak(anna, language)
    anna.open(link_in_mail(anna, address, "/invitations"))
    assert asked in anna.main
    anna.press("form[action$='/accept'] button")
    assert answered in anna.main
    joris.open(page)
    assert "Lotte Smit" in joris.main
    anna.press("main a.button")
    anna.press("header a[href='/menu#elsewhere']")
    anna.press("#elsewhere + form button:has-text('Bakkerij de Korenbloem')")
    assert anna.page.locator(".side a[href='/users']").count() == 1


def test_a_number_that_is_taken_is_told_at_the_field_with_what_was_typed(joris: Person) -> None:
    create_customer(joris, "Nog een Van Dijk", "1048823")
    assert (
        "Dit klantnummer is al van Van Dijk Logistiek B.V."
        in joris.page.locator("#customer_number-problem").inner_text()
    )
    assert joris.page.locator("input[name=name]").input_value() == "Nog een Van Dijk"


def test_data_that_staff_change_are_what_the_user_sees(visit: Visit, joris: Person) -> None:
    eva, address = visit(), new_address()
    customer = create_customer(joris, "Drukkerij Smit")
    invite_to_customer(joris, customer, address)
    come_in(eva, address)
    joris.open(f"{customer}/edit")
    joris.page.locator("input[name=address-street]").fill("Nieuwe Kade 2")
    joris.press("main form button[type=submit]")
    assert "De gegevens zijn opgeslagen" in joris.main
    eva.open("/organisation")
    assert "Nieuwe Kade 2" in eva.main


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_machines_of_one_customer_to_those_of_all_with_what_is_searched_for(
    visit: Visit, scripts: bool
) -> None:
    joris = at_work(visit(scripts=scripts))
    joris.open("/backoffice/customers?text=Van+Dijk")
    joris.press("main tbody th a")
    joris.press("main a[href^='/machines?customer=']")
    search = joris.page.locator("main input[name=text]")
    search.fill("Archief")
    search.press("Enter")
    joris.page.wait_for_url(lambda address: "text=Archief" in address and "customer=" in address)
    joris.press("#results a:has-text('Alle klanten tonen')")
    assert joris.path == "/machines?text=Archief"
    assert joris.page.locator("select[name=group] optgroup").count() > 1


def test_a_name_that_is_left_out_is_asked_for(joris: Person) -> None:
    customer = create_customer(joris, "Tuincentrum Groen")
    joris.open(f"{customer}/edit")
    joris.page.locator("input[name=name]").fill("")
    joris.press("main form button[type=submit]")
    assert joris.page.locator("#name-problem").inner_text() == "Dit is verplicht."
    assert joris.page.locator("input[name=address-street]").input_value() == "Kade 1"


def test_users_of_a_disabled_customer_are_out_within_seconds(visit: Visit, joris: Person) -> None:
    eva, address = visit(), new_address()
    customer = create_customer(joris, "Voormalig B.V.")
    invite_to_customer(joris, customer, address)
    come_in(eva, address)
    joris.open(f"{customer}/edit")
    joris.page.locator("input[name=status][value=disabled]").check()
    joris.press("main form button[type=submit]")
    assert "Uitgeschakeld" in joris.main
    assert eventually(lambda: goes_to(eva, "/machines").startswith("/login"))
    log_in(eva, address)
    assert eva.path == "/login"


def test_staff_keep_a_customers_user_with_the_same_pages(visit: Visit, joris: Person) -> None:
    administrator = visit()
    administrator.log_in(ADMINISTRATOR)
    user, page = a_user(visit, administrator)
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    customer = joris.path
    joris.press(f'a[href="{customer}/users"]')
    joris.open(f"{customer}{page}")
    assert joris.page.locator('form[action$="/view-as"]').count() == 0
    joris.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    joris.press("section[aria-labelledby=scope] button[type=submit]")
    assert joris.path.startswith(f"{customer}{page}?done=scope")
    assert eventually(lambda: machines_of(user) == 18)
    joris.open(f"{customer}{page}/machines?text=Balie 2")
    joris.open(f"{customer}/users/rights")
    id = page.rsplit("/", 1)[1]
    joris.page.locator(f'input[name="rights-{id}"][value=order_supplies]').check()
    joris.press("main form[method=post] button[type=submit]")
    assert "De rechten zijn opgeslagen" in joris.main
    joris.open(f"{customer}{page}")
    joris.press('form[action$="/deactivate"] button')
    assert eventually(lambda: goes_to(user, "/machines").startswith("/login"))
    joris.press('a[href$="/remove"]')
    joris.press("main form button[type=submit]")
    assert joris.path == f"{customer}/users?done=removed"


def test_a_user_of_one_customer_is_not_found_below_another(joris: Person) -> None:
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    van_dijk = joris.path
    joris.open(f"{van_dijk}/users")
    joris.press("main tbody a")
    user = joris.path.removeprefix(van_dijk)
    joris.open("/backoffice/customers?text=Linde")
    joris.press("main tbody a")
    assert status(joris, f"{joris.path}{user}") == 404
    assert status(joris, f"{van_dijk[:-12]}000000000000/users") == 404


def test_the_pages_of_staff_are_closed_to_an_administrator_of_the_customer(visit: Visit, joris: Person) -> None:
    administrator = visit()
    administrator.log_in(ADMINISTRATOR)
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    for below in ("", "/edit", "/users", "/users/new", "/users/rights", "/audit"):
        assert status(administrator, f"{joris.path}{below}") == 403
    assert status(joris, "/users") == 403


def test_the_audit_logs_of_a_customer_and_of_the_installation_tell_who_changed_what(joris: Person) -> None:
    customer = create_customer(joris, "Logboek B.V.")
    joris.open(f"{customer}/audit")
    assert "Joris Bakker (leverancier)" in joris.main
    assert "Klant toegevoegd" in joris.main
    joris.open("/backoffice/audit?action=customer_created")
    assert "Logboek B.V." in joris.main
    with joris.page.expect_download() as download:
        joris.page.locator('a[href^="/backoffice/audit/export.csv"]').click()
    written = download.value.path().read_text(encoding="utf-8-sig")
    assert written.startswith("Tijdstip;Door;Actie;Gebruiker;Details;Klant")
    assert ";Logboek B.V." in written
    assert {line.split(";")[2] for line in written.splitlines()[1:]} == {"Klant toegevoegd"}


def test_who_only_handles_service_sees_a_customer_and_changes_nothing(visit: Visit, joris: Person) -> None:
    mila = visit()
    mila.log_in("mila@dealer.example")
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    customer = joris.path
    mila.open(customer)
    assert "Van Dijk Logistiek B.V." in mila.main
    assert mila.page.locator(f'a[href^="{customer}/"]').count() == 0
    for path in (f"{customer}/edit", f"{customer}/users", "/backoffice/customers/new", "/backoffice/audit"):
        assert status(mila, path) == 403


def machines_of(person: Person) -> int:
    person.open("/machines")
    return int(person.page.locator(".found").inner_text().split()[0])


def status(person: Person, path: str) -> int:
    answer = person.page.goto(person.portal.url + path)
    return answer.status if answer else 0


def goes_to(person: Person, path: str) -> str:
    person.open(path)
    return person.path
