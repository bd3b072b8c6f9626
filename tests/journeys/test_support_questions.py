"""A person gets access as a help article says, with the pages and buttons that it names."""

from pathlib import Path

from answers import SHIPPED, read_answer, read_from_login_page
from browser import OpenBrowser, Person
from eventually import eventually
from people import (
    ADMINISTRATOR,
    CUSTOMER_NUMBER,
    GROUP_USER,
    NEW_PASSWORD,
    link_in_mail,
    log_in,
    new_address,
    new_user,
    person_as,
)
from steps import open_account_request

CITY_ADMINISTRATOR, CITY_USER = "fatima@voorbeeldstad.example", "tom@voorbeeldstad.example"
"""Of another customer: one who sees all machines, and one who sees none."""


def test_every_published_article_has_a_journey() -> None:
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("test_support_questions*.py"))
    assert [name for name in SHIPPED if f'"{name}"' not in sources] == []


def test_visitor_with_a_telephone_reaches_article_and_dealer_without_javascript(open_browser: OpenBrowser) -> None:
    visitor = open_browser(scripts=False)
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    visitor.open("/login")
    read_from_login_page(visitor, "contact")
    assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for link in ("tel:", "mailto:"):
        visitor.page.locator(f'footer a[href^="{link}"]').click(trial=True)


def test_machines_are_put_into_a_group_that_a_user_sees(open_browser: OpenBrowser) -> None:
    fatima, tom = person_as(open_browser, CITY_ADMINISTRATOR), person_as(open_browser, CITY_USER)
    answer = read_answer(open_browser, "machine-groups")
    answer.follow(fatima, "Groepen")
    answer.follow(fatima, "Nieuwe groep")
    fatima.page.locator("input[name=name]").fill("Balies van de gemeente")
    answer.follow(fatima, "Opslaan")
    answer.follow(fatima, "Machines kiezen in de lijst")
    for box in fatima.page.locator("main tbody input[name=machine_id]").all()[:2]:
        box.check()
    answer.follow(fatima, "Aan groep toevoegen")
    fatima.press("main form button.primary")
    fatima.press("main a.primary")
    group_path = fatima.path.split("?")[0]
    answer.follow(fatima, "Gebruikers toevoegen")
    fatima.page.locator("main tbody tr", has_text="Tom Visser").locator("input[name=person_id]").check()
    answer.follow(fatima, "Gebruikers toevoegen", within="main form")
    assert eventually(lambda: _machines(tom) == 2)
    answer.follow(fatima, "Machines")
    fatima.page.locator("#group").select_option(label="Balies van de gemeente")
    fatima.page.locator(".found >> text=2 machines").wait_for()
    fatima.open(f"{group_path}/delete")
    fatima.press("main form button[type=submit]")
    assert eventually(lambda: _machines(tom) == 0)


def test_account_is_requested_and_approved_by_the_administrator(open_browser: OpenBrowser) -> None:
    person, address = open_browser(), new_address()
    answer = read_answer(open_browser, "register")
    person.open("/login")
    answer.follow(person, "Nog geen account? Vraag er een aan")
    typed = {"customer_number": CUSTOMER_NUMBER, "name": "Noor Jansen", "email": address, "password": NEW_PASSWORD}
    for name, text in typed.items():
        person.page.locator(f"input[name={name}]").fill(text)
    answer.follow(person, "Account aanvragen")
    person.open(link_in_mail(person, address, "/register/confirm"))
    answer.follow(person, "Adres bevestigen")
    administrator = person_as(open_browser, ADMINISTRATOR)
    open_account_request(administrator, address)
    administrator.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    administrator.press("section[aria-labelledby=approve] button[type=submit]")
    log_in(person, address)
    assert person.path == "/"


def test_colleague_is_invited_given_rights_and_deactivated(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "invite-colleagues")
    sanne, colleague, address = person_as(open_browser, ADMINISTRATOR), open_browser(), new_address()
    answer.follow(sanne, "Gebruikers")
    answer.follow(sanne, "Gebruiker uitnodigen")
    sanne.page.locator("input[name=name]").fill("Lotte Smit")
    sanne.page.locator("input[name=email]").fill(address)
    sanne.page.get_by_label("Alleen gekozen groepen en machines").check()
    sanne.page.get_by_label("Utrecht").check()
    answer.follow(sanne, "Uitnodiging versturen")
    invitation = link_in_mail(sanne, address, "/password")
    answer.follow(sanne, "Opnieuw uitnodigen")
    colleague.open(link_in_mail(sanne, address, "/password", newer_than=invitation))
    colleague.page.locator("input[name=password]").fill(NEW_PASSWORD)
    colleague.press("main form button[type=submit]")
    log_in(colleague, address)
    assert _machines(colleague) == 18
    sanne.open(f"/users?text={address}")
    sanne.press("main tbody a")
    page_path = sanne.path
    sanne.page.get_by_label("Machines beheren").check()
    answer.follow(sanne, "Rechten opslaan")
    sanne.page.get_by_label("Utrecht").uncheck()
    sanne.page.get_by_label("Magazijnen").check()
    answer.follow(sanne, "Zichtbaarheid opslaan")
    assert eventually(lambda: _machines(colleague) != 18)
    answer.follow(sanne, "Deactiveren")
    assert "kan niet meer inloggen" in sanne.main
    assert eventually(lambda: _is_logged_out(colleague))
    sanne.open(page_path)
    answer.follow(sanne, "Opnieuw activeren")
    assert "kan weer inloggen" in sanne.main
    assert {"Losse machines kiezen", "Rechten van iedereen", "Verwijderen", "Alle machines"} < answer.names


def test_toner_level_is_on_the_supplies_tab(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "toner-level")
    sanne = person_as(open_browser, ADMINISTRATOR)
    answer.follow(sanne, "Machines")
    sanne.page.locator("main input[type=search]").fill("Balie 1")
    sanne.page.locator("main input[type=search]").press("Enter")
    sanne.press('main tbody a:text-is("Balie 1")')
    answer.follow(sanne, "Verbruiksartikelen")
    levels = sanne.page.locator("section[aria-labelledby=levels]")
    assert levels.locator("h2").inner_text() in answer.names
    assert "%" in levels.inner_text()
    assert levels.locator("time").is_visible()
    sanne.open("/machines?monitoring=not_connected")
    sanne.press("main tbody th a")
    assert sanne.page.locator("section[aria-labelledby=levels] strong").inner_text() in answer.names
    answer.follow(sanne, "Verbruiksartikelen")
    assert sanne.page.locator('main form button:has-text("Bestellen")').first.is_enabled()


def test_access_to_a_missing_machine_is_requested_and_granted(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "missing-machines")
    sanne = person_as(open_browser, ADMINISTRATOR)
    user, _ = new_user(open_browser)
    number = _equipment_number(sanne, "Balie 2")
    user.open("/machines?condition=ok&text=0000")
    answer.follow(user, "Filters wissen")
    user.open(f"/machines?text={number}")
    answer.follow(user, "Toegang aanvragen")
    answer.follow(user, "Organisatiegegevens")
    assert ADMINISTRATOR in user.main
    answer.follow(sanne, "Toegangsaanvragen")
    answer.follow(sanne, "Machines", within=".tabs")
    sanne.press(f"main tbody tr:has-text('{number}') a")
    answer.follow(sanne, "Toegang geven")
    assert eventually(lambda: _machines(user) == 1)
    sanne.open("/machines?text=nergens")
    assert sanne.page.locator('main a[href^="tel:"]').is_visible()
    assert sanne.page.locator('main a[href^="mailto:"]').is_visible()


def test_profile_is_visible_to_administrators_and_not_to_colleagues(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "privacy")
    pieter, sanne = person_as(open_browser, GROUP_USER), open_browser()
    answer.follow(pieter, "Mijn account")
    answer.follow(pieter, "Profiel")
    telephone = pieter.page.locator("input[name=telephone]").input_value()
    answer.follow(pieter, "Opslaan")
    answer.follow(pieter, "Sessies")
    assert pieter.page.locator("main tbody tr").count() >= 1
    answer.follow(pieter, "Mijn gegevens")
    answer.follow(pieter, "Mijn gegevens verzamelen")
    pieter.page.locator("a:has-text('Hier lezen')").wait_for()
    answer.follow(pieter, "Hier lezen")
    assert GROUP_USER in pieter.main
    pieter.open("/account/data")
    answer.follow(pieter, "Hoe wij met uw gegevens omgaan", within="main")
    pieter.open("/account")
    answer.follow(pieter, "Account verwijderen")
    assert "zonder uw naam" in pieter.main
    response = pieter.page.goto(f"{pieter.portal.url}/users")
    assert response is not None
    assert response.status == 403
    sanne.log_in(ADMINISTRATOR, new_session=True)
    sanne.open(f"/users?text={GROUP_USER}")
    sanne.press("main tbody a")
    assert telephone in sanne.main
    sanne.press('form[action$="/view-as"] button')
    sanne.press('form[action="/stop-viewing"] button')
    sanne.open("/users/audit")
    assert "Meegekeken als gebruiker" in sanne.main


def test_forgotten_password_is_replaced_by_a_link(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "forgotten-password")
    person, address = new_user(open_browser)
    person.press('form[action="/logout"] button')
    person.open("/login")
    answer.follow(person, "Wachtwoord vergeten?")
    person.page.locator("input[name=email]").fill(address)
    invitation = link_in_mail(person, address, "/password")
    answer.follow(person, "Link versturen")
    person.open(link_in_mail(person, address, "/password", newer_than=invitation))
    person.page.locator("input[name=password]").fill("nog een paard van karton")
    answer.follow(person, "Wachtwoord instellen")
    log_in(person, address, "nog een paard van karton")
    assert person.path == "/"


def test_password_and_login_name_are_changed(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "login-name-and-password")
    person, _ = new_user(open_browser)
    answer.follow(person, "Mijn account")
    answer.follow(person, "Wachtwoord", within=".tabs")
    person.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    person.page.locator("input[name=password]").fill("een heel ander paard")
    answer.follow(person, "Wachtwoord wijzigen")
    answer.follow(person, "E-mailadres", within=".tabs")
    new = new_address()
    person.page.locator("input[name=email]").fill(new)
    person.page.locator("input[name=password]").fill("een heel ander paard")
    answer.follow(person, "E-mailadres wijzigen")
    person.open(link_in_mail(person, new, "/email/confirm"))
    person.press("main form button[type=submit]")
    person.press('form[action="/logout"] button')
    log_in(person, new, "een heel ander paard")
    assert person.path == "/"


def _is_logged_out(person: Person) -> bool:
    person.open("/machines")
    return person.path.startswith("/login")


def _machines(person: Person) -> int:
    """The number of machines that a person sees."""
    person.open("/machines")
    return int(person.page.locator(".found").inner_text().split()[0])


def _equipment_number(administrator: Person, machine: str) -> str:
    administrator.open(f"/machines?text={machine}")
    numbers = administrator.page.locator("main tbody th .quiet").first.inner_text()
    return numbers.split("nr. ")[1].split(" ")[0]
