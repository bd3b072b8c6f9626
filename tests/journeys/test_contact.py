"""Messages of users to the dealer, and replies (docs/features.md#service-requests)."""

import pytest
from browser import OpenBrowser, Person
from eventually import eventually
from people import ADMINISTRATOR, CUSTOMER_NUMBER, ENGLISH_USER, GROUP_USER, STAFF
from steps import MESSAGE_NUMBER, answer_message, has_mail, number_on, send_message, switch_language


def open_browser_as(open_browser: OpenBrowser, email: str, language: str = "nl", *, scripts: bool = True) -> Person:
    person = open_browser(scripts=scripts)
    person.log_in(email)
    switch_language(person, language)
    return person


@pytest.mark.parametrize(
    ("language", "scripts", "received", "reply", "subject"),
    [
        ("nl", True, "Uw bericht is ontvangen", "Ons antwoord", "Uw bericht {} is afgehandeld"),
        ("en", False, "We have received your message", "Our reply", "Uw bericht {} is afgehandeld"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_change_of_company_data_is_requested_by_the_prefilled_form(
    open_browser: OpenBrowser, language: str, scripts: bool, received: str, reply: str, subject: str
) -> None:
    sanne = open_browser_as(open_browser, ADMINISTRATOR, language, scripts=scripts)
    joris = open_browser_as(open_browser, STAFF, language, scripts=scripts)
    sanne.open("/organisation")
    assert CUSTOMER_NUMBER in sanne.main
    sanne.press('main a[href="/contact?subject=company_data"]')
    text = sanne.page.locator("textarea[name=text]")
    assert "Voorbeeldkade 12" in text.input_value()
    assert sanne.page.locator("input[name=name]").input_value() == "Sanne de Wit"
    assert sanne.page.locator("input[name=telephone]").input_value() == "020 555 01 10"
    text.fill(text.input_value().replace("Voorbeeldkade 12", "Voorbeeldkade 14"))
    sanne.press("main form[method=post] button[type=submit]")
    assert received in sanne.main
    number = number_on(sanne, MESSAGE_NUMBER)
    joris.open("/backoffice/contact?status=received")
    joris.press(f"main tbody a >> text={number}")
    assert "Voorbeeldkade 14" in joris.main
    answer_message(joris, "Het nieuwe adres staat erin.")
    assert joris.page.locator("main form").count() == 0
    sanne.open(f"/contact/{number}")
    assert reply in sanne.main
    assert "Het nieuwe adres staat erin." in sanne.main
    for mail in (subject.format(number), f"Uw bericht {number} is ontvangen", f"Nieuw contactbericht {number}"):
        assert eventually(lambda mail=mail: has_mail(joris, mail))


def test_message_without_text_keeps_input_also_after_a_step_back(open_browser: OpenBrowser) -> None:
    sanne = open_browser_as(open_browser, ADMINISTRATOR)
    sanne.open("/contact")
    sanne.page.locator("input[name=subject][value=other]").check()
    sanne.page.locator("input[name=telephone]").fill("06 555")
    sanne.press("main form[method=post] button[type=submit]")
    assert sanne.page.locator("#text-problem").inner_text() == "Vul uw bericht in."
    assert sanne.page.locator("input[name=subject][value=other]").is_checked()
    assert sanne.page.locator("input[name=telephone]").input_value() == "06 555"
    sanne.press('nav a[href="/machines"]')
    sanne.page.go_back()
    assert sanne.page.locator("#text-problem").inner_text() == "Vul uw bericht in."
    assert sanne.page.locator("input[name=telephone]").input_value() == "06 555"


@pytest.mark.parametrize("scripts", [True, False], ids=["JavaScript", "no JavaScript"])
def test_change_of_language_keeps_the_typed_message_which_enter_then_sends(
    open_browser: OpenBrowser, scripts: bool
) -> None:
    rob = open_browser_as(open_browser, "rob@delinde.example", scripts=scripts)
    rob.open("/contact")
    rob.page.locator("textarea[name=text]").fill("Kan dit ook in het Engels?")
    rob.press("button[name=choose_language]")
    assert rob.page.locator("html").get_attribute("lang") == "en"
    assert rob.page.locator("textarea[name=text]").input_value() == "Kan dit ook in het Engels?"
    rob.page.locator("input[name=telephone]").focus()
    with rob.page.expect_navigation():
        rob.page.keyboard.press("Enter")
    assert number_on(rob, MESSAGE_NUMBER)


def test_page_shows_the_dealers_telephone_number_and_address(open_browser: OpenBrowser) -> None:
    pieter = open_browser_as(open_browser, GROUP_USER)
    pieter.press('.side a[href="/contact"]')
    assert pieter.page.locator('main a[href^="tel:"]').is_visible()
    assert pieter.page.locator('main a[href^="mailto:"]').is_visible()


def test_reload_does_not_send_the_message_again(open_browser: OpenBrowser) -> None:
    pieter = open_browser_as(open_browser, GROUP_USER)
    number = send_message(pieter, "Wanneer komt de toner?")
    pieter.page.reload()
    pieter.open("/contact")
    assert number in pieter.main
    assert pieter.main.count("CM-") == 1


def test_message_is_not_found_by_a_colleague(open_browser: OpenBrowser) -> None:
    james, sanne = (
        open_browser_as(open_browser, ENGLISH_USER, "en"),
        open_browser_as(open_browser, ADMINISTRATOR),
    )
    number = send_message(james, "May I ask something?")
    for path in (f"/contact/{number}", f"/contact/{number}/received"):
        response = sanne.page.goto(sanne.portal.url + path)
        assert response is not None
        assert response.status == 404


def test_second_reply_is_refused_and_shows_the_first(open_browser: OpenBrowser) -> None:
    rob = open_browser_as(open_browser, "rob@delinde.example")
    first, second = open_browser_as(open_browser, STAFF), open_browser_as(open_browser, STAFF)
    number = send_message(rob, "Hoe deel ik tellerstanden?")
    for person in (first, second):
        person.open(f"/backoffice/contact/{number}")
    answer_message(first, "Onder Machines.")
    answer_message(second, "Weet ik niet.")
    assert "al afgehandeld" in second.main
    assert "Onder Machines." in second.main


def test_first_page_of_staff_counts_open_messages(open_browser: OpenBrowser) -> None:
    rob, joris = open_browser_as(open_browser, "rob@delinde.example"), open_browser_as(open_browser, STAFF)
    tile = joris.page.locator('.tiles a[href="/backoffice/contact?status=received"] b')
    before = int(tile.inner_text())
    send_message(rob, "Nog een vraag.")
    joris.open("/")
    assert int(tile.inner_text()) == before + 1
