"""Registration and access requests from start to end (docs/features.md#accounts)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import ADMINISTRATOR, CUSTOMER_NUMBER, GROUP_USER, STAFF, a_user, log_in, new_address
from steps import ask_for_account, confirm_address, open_account_request


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_approved_user_logs_in_with_the_given_rights(open_browser: OpenBrowser, scripts: bool) -> None:
    person, administrator, address = open_browser(scripts=scripts), open_browser(scripts=scripts), new_address()
    _register(person, address)
    administrator.log_in(ADMINISTRATOR)
    open_account_request(administrator, address)
    administrator.page.locator("input[name=rights][value=request_service]").check()
    administrator.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    administrator.press("section[aria-labelledby=approve] button[type=submit]")
    assert "De aanvraag is goedgekeurd" in administrator.main
    log_in(person, address)
    person.open("/machines")
    assert "18 machines" in person.main


def test_refused_user_receives_the_reason(open_browser: OpenBrowser) -> None:
    person, administrator, address = open_browser(), open_browser(), new_address()
    _register(person, address)
    administrator.log_in(ADMINISTRATOR)
    open_account_request(administrator, address)
    administrator.press("section[aria-labelledby=refuse] button[type=submit]")
    assert administrator.page.locator("#reason-problem").is_visible()
    administrator.page.locator("textarea[name=reason]").fill("U werkt niet bij Van Dijk.")
    administrator.press("section[aria-labelledby=refuse] button[type=submit]")
    assert "De aanvraag is afgewezen" in administrator.main
    log_in(person, address)
    assert person.path == "/login"
    person.open("/mailbox")
    person.press(f"main tbody tr:has-text('{address}') a")
    assert "U werkt niet bij Van Dijk." in person.page.content()


def test_staff_assign_a_registration_with_an_unknown_number(open_browser: OpenBrowser) -> None:
    person, staff, administrator, address = open_browser(), open_browser(), open_browser(), new_address()
    _register(person, address, "10488 23")
    staff.log_in(STAFF)
    open_account_request(staff, address)
    assert "Geen actieve klant heeft dit klantnummer" in staff.main
    staff.page.locator("input[name=customer_number]").fill("0000")
    staff.press("section[aria-labelledby=assign] button[type=submit]")
    assert staff.page.locator("#customer_number-problem").is_visible()
    staff.page.locator("input[name=customer_number]").fill(CUSTOMER_NUMBER)
    staff.press("section[aria-labelledby=assign] button[type=submit]")
    administrator.log_in(ADMINISTRATOR)
    open_account_request(administrator, address)
    assert "Noor Jansen" in administrator.main


def test_administrator_restricts_registration_to_a_domain(open_browser: OpenBrowser) -> None:
    administrator = open_browser()
    administrator.log_in("fatima@voorbeeldstad.example")
    administrator.open("/registrations/policy")
    administrator.page.locator("input[name=policy][value=restricted]").check()
    administrator.press("main form button[type=submit]")
    assert administrator.page.locator("#domains-problem").is_visible()
    administrator.page.locator("textarea[name=domains]").fill("voorbeeldstad.example")
    administrator.press("main form button[type=submit]")
    assert "Uw keuze is opgeslagen" in administrator.main
    administrator.open("/users/audit")
    assert "voorbeeldstad.example" in administrator.main


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_hidden_machine_is_requested_and_granted(open_browser: OpenBrowser, scripts: bool) -> None:
    administrator = open_browser(scripts=scripts)
    administrator.log_in(ADMINISTRATOR)
    user, _ = a_user(open_browser, administrator)
    administrator.open("/machines?text=Balie 1")
    numbers = administrator.page.locator("main tbody th .quiet").first.inner_text()
    number = numbers.split("nr. ")[1].split(" ")[0]
    user.open(f"/machines?text={number}")
    assert "voor u niet zichtbaar gemaakt" in user.main
    user.press("#results form button[type=submit]")
    assert "toegang aangevraagd. U krijgt een e-mail" in user.main
    administrator.open("/registrations/access")
    administrator.press(f"main tbody tr:has-text('{number}') a")
    administrator.press("section[aria-labelledby=grant] button[type=submit]")
    assert "De gebruiker ziet de machine nu" in administrator.main
    assert eventually(lambda: _sees(user, number))


def test_machine_of_another_customer_looks_like_an_unknown_one(open_browser: OpenBrowser) -> None:
    user, stranger = open_browser(), open_browser()
    stranger.log_in("anouk@delinde.example")
    stranger.open("/machines")
    foreign_number = stranger.page.locator("main tbody th .quiet").first.inner_text().split("nr. ")[1].split(" ")[0]
    user.log_in(GROUP_USER)
    pages = []
    for number in (foreign_number, "9" * len(foreign_number)):
        user.open(f"/machines?text={number}")
        pages.append(user.page.locator("#results").inner_html().replace(number, "…"))
    assert pages[0] == pages[1]
    assert "Geen machines gevonden" in pages[0]


def _register(person: Person, address: str, customer_number: str = CUSTOMER_NUMBER) -> None:
    ask_for_account(person, address, customer_number)
    assert "Controleer uw e-mail" in person.main
    confirm_address(person, address)
    assert "Uw e-mailadres is bevestigd" in person.main


def _sees(person: Person, number: str) -> bool:
    person.open(f"/machines?text={number}")
    return person.page.locator("main tbody tr").count() == 1
