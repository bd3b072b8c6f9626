"""Letters: an event's facts in the reader's language, as text and HTML, with nothing that could forge a header."""

import datetime as dt
import email
import email.policy
import re
import uuid
from email.message import EmailMessage
from typing import Any

import pytest
from contracts.declarations import EVENTS

from services.chassis.settings import Settings
from services.identity.contracts import AccountMailRequested, GetRegistration, IssueLink, LinkPurpose
from services.identity.contracts.languages import Language
from services.notify.mails import BY_TEMPLATE, CONTACT_INBOX, MAILS
from services.notify.rendering import CATALOGUES, Recipient, render
from services.servicedesk.contracts import (
    Category,
    ContactMessageReceived,
    ContactSubject,
    ServiceRequestReceived,
    Urgency,
)

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
MAIL = uuid.UUID("01980000-0000-7000-8000-000000000041")
ABOUT: dict[str, Any] = ServiceRequestReceived.example
SETTINGS = Settings(portal_url="https://portal.dealer.example", brand_name="Dealer & Zn", mail_from="p@dealer.example")
TEMPLATES = sorted(BY_TEMPLATE)
KEY = re.compile(r"\b(?:mail|fact|category|urgency|contact_subject)\.[a-z_.]+")
"""What is seen of a text that a catalogue lacks."""


def told_by(template: str) -> dict[str, Any]:
    """What the event of this template tells, by its contract's example."""
    if template.startswith("link_"):
        id = GetRegistration.example[1]["id"]
        about = {"address": "sanne@vandijk.example", "registration_id": id, "request_id": id, "machine_id": id}
        return AccountMailRequested.example | IssueLink.example[1] | about
    if template == CONTACT_INBOX:
        return ContactMessageReceived.example | {"sender": "Sanne de Wit"}
    return next(event.example for event in EVENTS if event.type == template)


def letter(template: str = "service_request_received", language: str = "nl", **about: Any) -> EmailMessage:
    """As it is read at the other end."""
    reader = Recipient(about.pop("reader_name", "Sanne de Wit"), "sanne@vandijk.example", language)
    made = render(MAIL, template, told_by(template) | about, reader, SETTINGS, NOW)
    return email.message_from_bytes(made.as_bytes(policy=email.policy.SMTP), policy=email.policy.default)  # type: ignore[return-value]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_letter_is_there_as_text_and_as_html() -> None:
    message = letter()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("nl", "Uw serviceaanvraag SR-4401-9273-5 is ontvangen", "Beste Sanne de Wit,"),
        ("en", "We have received your service request SR-4401-9273-5", "Dear Sanne de Wit,"),
    ],
)
def test_a_letter_is_in_the_readers_language(language: str, subject: str, greeting: str) -> None:
    message = letter(language=language)
    assert (message["Subject"], message["Content-Language"]) == (subject, language)
    for kind in ("plain", "html"):
        assert greeting in body(message, kind)


def test_a_reader_of_a_language_that_is_not_there_gets_dutch() -> None:
    assert letter(language="xx")["Content-Language"] == "nl"


def test_there_is_a_catalogue_for_every_language() -> None:
    assert CATALOGUES.keys() == set(Language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_text_is_missing(template: str, language: str) -> None:
    message = letter(template, language)
    assert not KEY.findall(message["Subject"] + body(message, "plain") + body(message, "html"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("word", [{"category": one} for one in Category] + [{"urgency": one} for one in Urgency])
def test_every_category_and_urgency_has_a_text(language: str, word: dict[str, str]) -> None:
    assert not KEY.findall(body(letter(language=language, **word), "plain"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("subject", ContactSubject)
def test_every_subject_of_a_contact_message_has_a_text(language: str, subject: str) -> None:
    assert not KEY.findall(body(letter("contact_message_received", language, subject=subject), "plain"))


def test_the_dealer_reads_who_wrote_and_where_it_waits() -> None:
    told = body(letter(CONTACT_INBOX, reader_name=""), "plain")
    assert "Beste Dealer & Zn," in told
    assert "Sanne de Wit" in told
    assert "Van Dijk Logistiek B.V." in told
    assert "https://portal.dealer.example/backoffice/contact/CM-4401-9273-5" in told


def test_every_account_mail_has_a_rule() -> None:
    account_mails = {rule.template for rule in MAILS if rule.event is AccountMailRequested}
    assert account_mails == {f"link_{purpose}" for purpose in LinkPurpose}


def test_a_template_belongs_to_one_rule() -> None:
    assert len(BY_TEMPLATE) == len(MAILS)


def test_a_moment_is_told_in_the_dealers_zone() -> None:
    assert "4 juli 2026 14:00" in body(letter(at="2026-07-04T12:00:00+00:00"), "plain")


def test_the_link_leads_to_the_portal_of_the_settings() -> None:
    link = "https://portal.dealer.example/service-requests/SR-4401-9273-5"
    assert link in body(letter(), "plain")
    assert f'href="{link}"' in body(letter(), "html")


def test_a_fact_that_is_empty_is_left_out() -> None:
    machine = ABOUT["machine"] | {"own_reference": "", "site": "", "city": ""}
    assert "Locatie" in body(letter(), "plain")
    assert "Locatie" not in body(letter(machine=machine), "plain")


def test_a_machine_without_sticker_is_named_by_its_serial_number() -> None:
    machine = ABOUT["machine"] | {"equipment_number": ""}
    assert ABOUT["machine"]["serial_number"] in body(letter(machine=machine), "plain")


def test_what_people_wrote_is_no_markup() -> None:
    machine = ABOUT["machine"] | {"own_reference": "<script>alert(1)</script>"}
    message = letter(machine=machine, reader_name="<b>Sanne</b>")
    assert "<script>" not in body(message, "html")
    assert "<b>" not in body(message, "html")
    assert "<script>alert(1)</script>" in body(message, "plain")


def test_a_sign_that_templates_know_is_taken_as_it_is() -> None:
    message = letter(reader_name="100% {{ 7 * 7 }} %(name)s")
    assert "100% {{ 7 * 7 }} %(name)s" in body(message, "plain")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_subject_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        letter(reference_number=f"SR-1{end}Bcc: everybody@example.org")


def test_a_line_break_in_an_address_is_refused() -> None:
    reader = Recipient("Sanne", "sanne@vandijk.example\r\nBcc: everybody@example.org", "nl")
    with pytest.raises(ValueError, match="linefeed"):
        render(MAIL, TEMPLATES[0], told_by(TEMPLATES[0]), reader, SETTINGS, NOW)


def test_a_name_with_a_line_break_adds_no_header() -> None:
    message = letter(reader_name="Sanne\r\nBcc: everybody@example.org")
    assert message["Bcc"] is None
    assert message["To"] == "sanne@vandijk.example"


def test_a_mail_that_is_written_twice_has_the_same_message_id() -> None:
    assert letter()["Message-ID"] == letter()["Message-ID"] == f"<{MAIL}@dealer.example>"


def test_an_automatic_mail_says_so() -> None:
    """RFC 3834: no out-of-office notice comes back."""
    assert letter()["Auto-Submitted"] == "auto-generated"
