"""A user files a service request and the dealer accepts it (docs/features.md#service-requests)."""

import pytest
from browser import REFERENCE, OpenBrowser, Person
from demo_mailbox import subjects
from eventually import eventually
from people import ADMINISTRATOR, ENGLISH_USER, STAFF

WORDS = {
    "nl": {
        "email": ADMINISTRATOR,
        "received": "Ontvangen",
        "accepted": "In behandeling",
        "mail received": "is ontvangen",
        "mail accepted": "is in behandeling",
        "level": "%",
    },
    "en": {
        "email": ENGLISH_USER,
        "received": "Received",
        "accepted": "Accepted",
        "mail received": "We have received your service request",
        "mail accepted": "has been accepted",
        "level": "%",
    },
}


@pytest.mark.parametrize(
    ("language", "scripts"), [("nl", True), ("en", False)], ids=["Dutch", "English, no JavaScript"]
)
def test_request_is_filed_and_accepted(open_browser: OpenBrowser, language: str, scripts: bool) -> None:
    words = WORDS[language]
    customer, staff = open_browser(scripts=scripts), open_browser(scripts=scripts)
    customer.log_in(words["email"])
    assert customer.page.locator("html").get_attribute("lang") == language
    _go_to_machine(customer, "Archief 2")
    reference = _file(customer)
    assert words["received"] in _status(customer, reference)
    assert words["mail received"] in eventually(lambda: " ".join(subjects(customer.portal, reference)))

    staff.log_in(STAFF)
    _accept(staff, reference)

    assert words["accepted"] in _status(customer, reference)
    assert eventually(lambda: words["mail accepted"] in " ".join(subjects(customer.portal, reference)))
    _go_to_machine(customer, "Archief 2")
    customer.press('a[href$="/service-history"]')
    assert reference in customer.main


def test_supplies_show_colour_level_and_time(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    _go_to_machine(customer, "Balie 1")
    customer.press('a[href$="/supplies"]')
    for colour in ("zwart", "cyaan", "magenta", "geel"):
        assert colour in customer.main.lower()
    assert customer.main.count("%") >= 4
    assert customer.page.locator("main time[datetime]").count() >= 1


def test_form_with_a_missing_field_keeps_input(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    _go_to_machine(customer, "Balie 1")
    customer.press('a[href*="/service-requests/new"]')
    customer.page.locator("textarea[name=description]").fill("Het papier loopt vast.")
    customer.page.locator("input[name=telephone]").fill("")
    customer.press("main form button.primary")
    assert customer.page.locator("textarea[name=description]").input_value() == "Het papier loopt vast."
    customer.page.locator('#problems a[href="#telephone"]').click()
    assert customer.page.evaluate("document.activeElement.id") == "telephone"


def test_form_sent_twice_files_one_request(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.log_in(WORDS["nl"]["email"])
    _go_to_machine(customer, "Inkoop 1")
    _fill_in(customer, "Tweemaal verstuurd.")
    check = customer.page.content()
    customer.press("main form button.primary")
    first = _reference(customer)
    customer.page.go_back()
    assert "Tweemaal verstuurd." in check
    customer.press("main form button.primary")
    assert _reference(customer) == first


def test_portal_can_be_used_with_the_keyboard_alone(open_browser: OpenBrowser) -> None:
    customer = open_browser()
    customer.open("/login")
    keys = customer.page.keyboard
    customer.page.locator("input[name=email]").focus()
    keys.type(WORDS["nl"]["email"])
    keys.press("Tab")
    keys.type("demo-machinepark")
    with customer.page.expect_navigation():
        keys.press("Enter")
    keys.press("Tab")
    assert "main" in (customer.page.evaluate("document.activeElement.getAttribute('href')") or "")
    keys.press("/")
    keys.type("Archief 2")
    with customer.page.expect_navigation():
        keys.press("Enter")
    assert "Archief 2" in customer.main


def _go_to_machine(person: Person, name: str) -> None:
    person.open("/machines")
    search = person.page.locator("main input[type=search]").first
    search.fill(name)
    with person.page.expect_navigation():
        search.press("Enter")
    link = person.page.locator("main tbody a", has_text=name).first
    with person.page.expect_navigation():
        link.click()


def _fill_in(person: Person, description: str) -> None:
    person.press('a[href*="/service-requests/new"]')
    person.page.locator("input[name=category]").first.check()
    person.page.locator("input[name=urgency]").first.check()
    person.page.locator("textarea[name=description]").fill(description)
    person.page.locator("input[name=telephone]").fill("020 555 01 99")
    person.press("main form button.primary")
    assert description in person.main


def _file(person: Person) -> str:
    _fill_in(person, "Er komt alleen wit papier uit.")
    person.press("main form button.primary")
    return _reference(person)


def _reference(person: Person) -> str:
    match = REFERENCE.search(person.main)
    assert match, person.main
    return match.group()


def _status(person: Person, reference: str) -> str:
    person.open("/service-requests")
    row = person.page.locator("main tr", has_text=reference)
    return str(row.inner_text())


def _accept(person: Person, reference: str) -> None:
    person.press('nav a[href="/backoffice/service-requests"]')
    person.press(f'main a:has-text("{reference}")')
    person.press("main form button.primary")
    assert reference in person.main
