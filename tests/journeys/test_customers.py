"""Staff administer customers and, with the same pages as administrators, their users (docs/features.md#accounts)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import (
    ADMINISTRATOR,
    CUSTOMER_NUMBER,
    SERVICE_STAFF,
    STAFF,
    a_user,
    activate_account,
    invite,
    link_in_mail,
    log_in,
    new_address,
)
from steps import create_customer, invite_to_customer, switch_language


@pytest.fixture
def joris(open_browser: OpenBrowser) -> Person:
    return log_in_as_staff(open_browser())


def log_in_as_staff(joris: Person, language: str = "nl") -> Person:
    joris.log_in(STAFF)
    switch_language(joris, language)
    return joris


@pytest.mark.parametrize(
    ("language", "scripts", "added", "no_administrator", "sent"),
    [
        ("nl", True, "De klant is toegevoegd", "geen beheerder die kan inloggen", "De uitnodiging is verstuurd"),
        ("en", False, "The customer has been added", "no administrator who can log in", "The invitation has been sent"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_first_administrator_of_a_new_customer_is_invited(
    open_browser: OpenBrowser, language: str, scripts: bool, added: str, no_administrator: str, sent: str
) -> None:
    joris, eva, address = (
        log_in_as_staff(open_browser(scripts=scripts), language),
        open_browser(scripts=scripts),
        new_address(),
    )
    customer_path = create_customer(joris, "Bakkerij Jansen")
    assert added in joris.main
    assert no_administrator in joris.main
    invite_to_customer(joris, customer_path, address, "manage_users")
    assert sent in joris.main
    activate_account(eva, address)
    assert "Bakkerij Jansen" in eva.text
    eva.open("/users")
    assert "Eva Prins" in eva.main
    joris.open(customer_path)
    assert no_administrator not in joris.main


@pytest.mark.parametrize(
    ("language", "scripts", "invitation", "accepted"),
    [
        ("nl", True, "Uitnodiging van Bakkerij de Korenbloem", "U hebt de uitnodiging aangenomen"),
        ("en", False, "Invitation from Bakkerij de Korenbloem", "You have accepted the invitation"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_user_accepts_an_invitation_of_another_customer_and_switches(
    open_browser: OpenBrowser, joris: Person, language: str, scripts: bool, invitation: str, accepted: str
) -> None:
    anna, administrator, address = open_browser(scripts=scripts), open_browser(), new_address()
    administrator.log_in(ADMINISTRATOR)
    invite(administrator, address)
    activate_account(anna, address)
    page_path = invite_to_customer(joris, create_customer(joris, "Bakkerij de Korenbloem"), address, "manage_users")
    assert "Lotte Smit" not in joris.main
    switch_language(anna, language)
    anna.open(link_in_mail(anna, address, "/invitations"))
    assert invitation in anna.main
    anna.press("form[action$='/accept'] button")
    assert accepted in anna.main
    joris.open(page_path)
    assert "Lotte Smit" in joris.main
    anna.press("main a.button")
    anna.press("header a[href='/menu#elsewhere']")
    anna.press("#elsewhere + form button:has-text('Bakkerij de Korenbloem')")
    assert anna.page.locator(".side a[href='/users']").count() == 1


def test_customer_number_in_use_is_reported_and_input_kept(joris: Person) -> None:
    create_customer(joris, "Nog een Van Dijk", CUSTOMER_NUMBER)
    assert (
        "Dit klantnummer is al van Van Dijk Logistiek B.V."
        in joris.page.locator("#customer_number-problem").inner_text()
    )
    assert joris.page.locator("input[name=name]").input_value() == "Nog een Van Dijk"


def test_data_changed_by_staff_are_shown_to_the_user(open_browser: OpenBrowser, joris: Person) -> None:
    eva, address = open_browser(), new_address()
    customer_path = create_customer(joris, "Drukkerij Smit")
    invite_to_customer(joris, customer_path, address)
    activate_account(eva, address)
    joris.open(f"{customer_path}/edit")
    joris.page.locator("input[name=address-street]").fill("Nieuwe Kade 2")
    joris.press("main form button[type=submit]")
    assert "De gegevens zijn opgeslagen" in joris.main
    eva.open("/organisation")
    assert "Nieuwe Kade 2" in eva.main


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_link_to_all_customers_keeps_the_search(open_browser: OpenBrowser, scripts: bool) -> None:
    joris = log_in_as_staff(open_browser(scripts=scripts))
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


def test_missing_name_is_reported(joris: Person) -> None:
    customer_path = create_customer(joris, "Tuincentrum Groen")
    joris.open(f"{customer_path}/edit")
    joris.page.locator("input[name=name]").fill("")
    joris.press("main form button[type=submit]")
    assert joris.page.locator("#name-problem").inner_text() == "Vul de naam van de klant in."
    assert joris.page.locator("input[name=address-street]").input_value() == "Kade 1"


def test_users_of_a_disabled_customer_are_logged_out(open_browser: OpenBrowser, joris: Person) -> None:
    eva, address = open_browser(), new_address()
    customer_path = create_customer(joris, "Voormalig B.V.")
    invite_to_customer(joris, customer_path, address)
    activate_account(eva, address)
    joris.open(f"{customer_path}/edit")
    joris.page.locator("input[name=status][value=disabled]").check()
    joris.press("main form button[type=submit]")
    assert "Uitgeschakeld" in joris.main
    assert eventually(lambda: final_path(eva, "/machines").startswith("/login"))
    log_in(eva, address)
    assert eva.path == "/login"


def test_staff_administer_a_customers_user(open_browser: OpenBrowser, joris: Person) -> None:
    administrator = open_browser()
    administrator.log_in(ADMINISTRATOR)
    user, page_path = a_user(open_browser, administrator)
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    customer_path = joris.path
    joris.press(f'a[href="{customer_path}/users"]')
    joris.open(f"{customer_path}{page_path}")
    assert joris.page.locator('form[action$="/view-as"]').count() == 0
    joris.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    joris.press("section[aria-labelledby=scope] button[type=submit]")
    assert joris.path.startswith(f"{customer_path}{page_path}?done=scope")
    assert eventually(lambda: machines_of(user) == 18)
    joris.open(f"{customer_path}{page_path}/machines?text=Balie 2")
    joris.open(f"{customer_path}/users/rights")
    id = page_path.rsplit("/", 1)[1]
    joris.page.locator(f'input[name="rights-{id}"][value=order_supplies]').check()
    joris.press("main form[method=post] button[type=submit]")
    assert "De rechten zijn opgeslagen" in joris.main
    joris.open(f"{customer_path}{page_path}")
    joris.press('form[action$="/deactivate"] button')
    assert eventually(lambda: final_path(user, "/machines").startswith("/login"))
    joris.press('a[href$="/remove"]')
    joris.press("main form button[type=submit]")
    assert joris.path.startswith(f"{customer_path}/users?done=removed.")


def test_user_is_not_found_below_another_customer(joris: Person) -> None:
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


def test_back_office_is_refused_to_an_administrator_of_the_customer(open_browser: OpenBrowser, joris: Person) -> None:
    administrator = open_browser()
    administrator.log_in(ADMINISTRATOR)
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    for below in ("", "/edit", "/users", "/users/new", "/users/rights", "/audit"):
        assert status(administrator, f"{joris.path}{below}") == 403
    assert status(joris, "/users") == 403


def test_audit_logs_of_customer_and_installation_list_changes(joris: Person) -> None:
    customer_path = create_customer(joris, "Logboek B.V.")
    joris.open(f"{customer_path}/audit")
    assert "Joris Bakker (leverancier)" in joris.main
    assert "Klant toegevoegd" in joris.main
    joris.open("/backoffice/audit?action=customer_created")
    assert "Logboek B.V." in joris.main
    with joris.page.expect_download() as download:
        joris.page.locator('a[href^="/backoffice/audit/export.csv"]').click()
    export = download.value.path().read_text(encoding="utf-8-sig")
    assert export.startswith("Tijdstip;Door;Actie;Gebruiker;Details;Klant")
    assert ";Logboek B.V." in export
    assert {line.split(";")[2] for line in export.splitlines()[1:]} == {"Klant toegevoegd"}


def test_staff_without_the_right_see_a_customer_but_cannot_change_it(open_browser: OpenBrowser, joris: Person) -> None:
    mila = open_browser()
    mila.log_in(SERVICE_STAFF)
    joris.open("/backoffice/customers?text=Van Dijk Logistiek")
    joris.press("main tbody a")
    customer_path = joris.path
    mila.open(customer_path)
    assert "Van Dijk Logistiek B.V." in mila.main
    assert mila.page.locator(f'a[href^="{customer_path}/"]').count() == 0
    for path in (f"{customer_path}/edit", f"{customer_path}/users", "/backoffice/customers/new", "/backoffice/audit"):
        assert status(mila, path) == 403


def machines_of(person: Person) -> int:
    person.open("/machines")
    return int(person.page.locator(".found").inner_text().split()[0])


def status(person: Person, path: str) -> int:
    response = person.page.goto(person.portal.url + path)
    return response.status if response else 0


def final_path(person: Person, path: str) -> str:
    person.open(path)
    return person.path
