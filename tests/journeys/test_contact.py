"""How a user reaches the dealer, and what the dealer does with it (docs/features.md#service-requests)."""

from collections.abc import Callable

import pytest
from browser import Person
from eventually import eventually
from people import ADMINISTRATOR
from steps import MESSAGE_NUMBER, answer_message, number_on, send_message, speak

Visit = Callable[..., Person]
STAFF = "joris@dealer.example"


def come(visit: Visit, email: str, language: str = "nl", *, scripts: bool = True) -> Person:
    person = visit(scripts=scripts)
    person.log_in(email)
    speak(person, language)
    return person


@pytest.mark.parametrize(
    ("language", "scripts", "received", "answer", "subject"),
    [
        ("nl", True, "Uw bericht is ontvangen", "Ons antwoord", "Uw bericht {} is afgehandeld"),
        ("en", False, "We have received your message", "Our reply", "Uw bericht {} is afgehandeld"),
    ],
    ids=["Dutch", "English, no JavaScript"],
)
def test_company_data_are_changed_through_a_form_that_is_filled_in(
    visit: Visit, language: str, scripts: bool, received: str, answer: str, subject: str
) -> None:
    sanne = come(visit, ADMINISTRATOR, language, scripts=scripts)
    joris = come(visit, STAFF, language, scripts=scripts)
    sanne.open("/organisation")
    assert "1048823" in sanne.main
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
    assert answer in sanne.main
    assert "Het nieuwe adres staat erin." in sanne.main
    for mail in (subject.format(number), f"Uw bericht {number} is ontvangen", f"Nieuw bericht {number}"):
        assert eventually(lambda mail=mail: mailed(joris, mail))


def test_a_message_without_text_comes_back_with_what_was_typed(visit: Visit) -> None:
    sanne = come(visit, ADMINISTRATOR)
    sanne.open("/contact")
    sanne.page.locator("input[name=subject][value=other]").check()
    sanne.page.locator("input[name=telephone]").fill("06 555")
    sanne.press("main form[method=post] button[type=submit]")
    assert sanne.page.locator("#text-problem").inner_text() == "Dit is verplicht."
    assert sanne.page.locator("input[name=subject][value=other]").is_checked()
    assert sanne.page.locator("input[name=telephone]").input_value() == "06 555"


def test_the_page_tells_the_telephone_number_and_the_mail_address_of_the_dealer(visit: Visit) -> None:
    pieter = come(visit, "pieter@vandijk.example")
    pieter.press('.side a[href="/contact"]')
    assert pieter.page.locator('main a[href^="tel:"]').is_visible()
    assert pieter.page.locator('main a[href^="mailto:"]').is_visible()


def test_a_message_is_sent_once_however_often_the_page_is_loaded_again(visit: Visit) -> None:
    pieter = come(visit, "pieter@vandijk.example")
    number = send_message(pieter, "Wanneer komt de toner?")
    pieter.page.reload()
    pieter.open("/contact")
    assert number in pieter.main
    assert pieter.main.count("CM-") == 1


def test_a_colleague_does_not_find_it(visit: Visit) -> None:
    james, sanne = come(visit, "james@vandijk.example", "en"), come(visit, ADMINISTRATOR)
    number = send_message(james, "May I ask something?")
    for path in (f"/contact/{number}", f"/contact/{number}/received"):
        answer = sanne.page.goto(sanne.portal.url + path)
        assert answer is not None
        assert answer.status == 404


def test_of_two_who_handle_it_the_second_reads_what_was_said(visit: Visit) -> None:
    rob = come(visit, "rob@delinde.example")
    one, two = come(visit, STAFF), come(visit, STAFF)
    number = send_message(rob, "Hoe deel ik tellerstanden?")
    for person in (one, two):
        person.open(f"/backoffice/contact/{number}")
    answer_message(one, "Onder Machines.")
    answer_message(two, "Weet ik niet.")
    assert "al afgehandeld" in two.main
    assert "Onder Machines." in two.main


def test_the_first_page_of_staff_counts_what_waits(visit: Visit) -> None:
    rob, joris = come(visit, "rob@delinde.example"), come(visit, STAFF)
    tile = joris.page.locator('.tiles a[href="/backoffice/contact?status=received"] b')
    before = int(tile.inner_text())
    send_message(rob, "Nog een vraag.")
    joris.open("/")
    assert int(tile.inner_text()) == before + 1


def mailed(person: Person, subject: str) -> bool:
    """Whether the demo's mailbox has a mail that begins so."""
    person.open("/mailbox")
    return person.page.locator("main tbody tr", has_text=subject).count() > 0
