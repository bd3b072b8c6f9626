"""Mails are rendered from an event's fields in the recipient's language, as text and HTML, without header injection."""

import datetime as dt
import email
import email.policy
import html
import re
import uuid
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from contracts.declarations import EVENTS
from icalendar import Calendar

from services.chassis.settings import Settings
from services.identity.contracts import AccountMailRequested, GetRegistration, IssueLink, MailPurpose
from services.identity.contracts.languages import Language
from services.notify.guest_mails import TO_GUESTS
from services.notify.mails import BY_TEMPLATE, CONTACT_INBOX, MAILS, NEWS, SERVICE_REQUEST_CONFIRMATION, TO_VISITORS
from services.notify.rendering import MailSource, Recipient, render
from services.notify.texts import CATALOGUES, MissingText
from services.ordering.contracts import OrderPlaced
from services.servicedesk.contracts import (
    Category,
    ContactMessageReceived,
    ContactSubject,
    ServiceRequestReceived,
    Urgency,
    VisitScheduled,
)

NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
MAIL = uuid.UUID("01980000-0000-7000-8000-000000000041")
EXAMPLE: dict[str, Any] = ServiceRequestReceived.example
SETTINGS = Settings(
    portal_url="https://portal.dealer.example",
    brand_name="Dealer & Zn",
    brand_telephone="088 555 01 00",
    brand_address="Voorbeeldstraat 1, 1000 AA Amsterdam",
    brand_email="service@dealer.example",
    mail_from="p@dealer.example",
)
RECIPIENT = Recipient("Sanne de Wit", "sanne@vandijk.example", "nl")
TEMPLATES = sorted(BY_TEMPLATE)
KEY = re.compile(r"\b(?:mail|fact|category|urgency|contact_subject)\.[a-z_.]+")
"""A key that is shown in place of a missing text."""


def example_of(template: str) -> dict[str, Any]:
    """The example of the event behind a template."""
    if template.startswith("link_"):
        id = GetRegistration.example[1]["id"]
        link = {"address": "sanne@vandijk.example", "registration_id": id, "request_id": id, "machine_id": id}
        return AccountMailRequested.example | IssueLink.example[1] | link
    if template == CONTACT_INBOX:
        return ContactMessageReceived.example | {"sender": "Sanne de Wit"}
    if template == "visit_rescheduled":
        rescheduled_from = {
            "begins_at": "2026-03-03T13:00:00+00:00",
            "ends_at": "2026-03-03T14:00:00+00:00",
            "number": 0,
        }
        return VisitScheduled.example | {"rescheduled_from": rescheduled_from}
    if template in TO_VISITORS:
        visitor = {"language": "nl", "customer_id": None, "sender_id": None}
        return ContactMessageReceived.example | visitor
    if template == SERVICE_REQUEST_CONFIRMATION:
        return EXAMPLE
    if template in TO_GUESTS:
        return BY_TEMPLATE[template].event.example | {"status_page": "/guest/status/orders/a-token"}
    if template == "visit_technician_changed":
        return VisitScheduled.example | {"technician_changed": True, "technician": "Truus Jansen"}
    return next(event.example for event in EVENTS if event.type == template)


def rendered_mail(template: str = "service_request_received", language: str = "nl", **details: Any) -> EmailMessage:
    """The mail as received, parsed from its bytes."""
    recipient = Recipient(details.pop("recipient_name", "Sanne de Wit"), "sanne@vandijk.example", language)
    mail = MailSource(MAIL, template, MAIL, {}, details.pop("resends", 0))
    sent = render(mail, example_of(template) | details, recipient, SETTINGS, NOW)
    return email.message_from_bytes(sent.as_bytes(policy=email.policy.SMTP), policy=email.policy.default)  # type: ignore[return-value]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_has_a_text_and_an_html_part() -> None:
    message = rendered_mail()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("nl", "Uw serviceaanvraag SR-4401-9273-5 is ontvangen", "Beste Sanne de Wit,"),
        ("en", "We have received your service request SR-4401-9273-5", "Dear Sanne de Wit,"),
    ],
)
def test_a_mail_is_in_the_recipients_language(language: str, subject: str, greeting: str) -> None:
    message = rendered_mail(language=language)
    assert (message["Subject"], message["Content-Language"]) == (subject, language)
    for kind in ("plain", "html"):
        assert greeting in body(message, kind)


def test_an_unknown_language_falls_back_to_dutch() -> None:
    assert rendered_mail(language="xx")["Content-Language"] == "nl"


def test_every_language_has_a_catalogue() -> None:
    assert CATALOGUES.keys() == set(Language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_text_is_missing(template: str, language: str) -> None:
    mail = rendered_mail(template, language)
    assert not KEY.findall(mail["Subject"] + body(mail, "plain") + body(mail, "html"))


@pytest.mark.parametrize("language", Language)
def test_a_subject_has_no_parameter_but_the_reference_number(language: str) -> None:
    """The list of mails shows the subjects of old mails too, whose events may lack a field that was added later."""
    subjects = [CATALOGUES[language].gettext(f"mail.{template}.subject") for template in TEMPLATES]
    assert set(re.findall(r"{(\w+)}", " ".join(subjects))) == {"reference_number"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "field", [{"category": value} for value in Category] + [{"urgency": value} for value in Urgency]
)
def test_every_category_and_urgency_has_a_text(language: str, field: dict[str, str]) -> None:
    assert not KEY.findall(body(rendered_mail(language=language, **field), "plain"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("subject", ContactSubject)
def test_every_contact_subject_has_a_text(language: str, subject: str) -> None:
    assert not KEY.findall(body(rendered_mail("contact_message_received", language, subject=subject), "plain"))


def test_the_dealers_mail_names_sender_and_customer_and_has_a_link() -> None:
    text = body(rendered_mail(CONTACT_INBOX, recipient_name=""), "plain")
    assert text.startswith("Goedendag,")
    assert "Sanne de Wit" in text
    assert "Van Dijk Logistiek B.V." in text
    assert "https://portal.dealer.example/backoffice/contact/CM-4401-9273-5" in text


def test_every_account_mail_has_a_rule() -> None:
    account_mails = {rule.template for rule in MAILS if rule.event is AccountMailRequested}
    assert account_mails == {f"link_{purpose}" for purpose in MailPurpose}


def test_a_template_belongs_to_one_rule() -> None:
    assert len(BY_TEMPLATE) == len(MAILS)


def test_times_are_in_the_dealers_time_zone() -> None:
    assert "4 juli 2026 14:00" in body(rendered_mail(at="2026-07-04T12:00:00+00:00"), "plain")


@pytest.mark.parametrize(("hour", "season"), [("00", "zomertijd"), ("01", "wintertijd")])
def test_time_that_is_repeated_that_night_says_which(hour: str, season: str) -> None:
    assert f"25 oktober 2026 02:30 ({season})" in body(rendered_mail(at=f"2026-10-25T{hour}:30:00+00:00"), "plain")


def test_links_lead_to_the_configured_portal() -> None:
    link = "https://portal.dealer.example/service-requests/SR-4401-9273-5?lang=nl"
    assert link in body(rendered_mail(), "plain")
    assert f'href="{link}"' in body(rendered_mail(), "html")


def test_an_empty_field_is_omitted() -> None:
    machine = EXAMPLE["machine"] | {"own_reference": "", "site": "", "city": ""}
    assert "Locatie" in body(rendered_mail(), "plain")
    assert "Locatie" not in body(rendered_mail(machine=machine), "plain")


def test_a_machine_without_equipment_number_is_named_by_its_serial_number() -> None:
    machine = EXAMPLE["machine"] | {"equipment_number": ""}
    assert EXAMPLE["machine"]["serial_number"] in body(rendered_mail(machine=machine), "plain")


def test_input_is_escaped_in_html() -> None:
    machine = EXAMPLE["machine"] | {"own_reference": "<script>alert(1)</script>"}
    message = rendered_mail(machine=machine, recipient_name="<b>Sanne</b>")
    assert "<script>" not in body(message, "html")
    assert "<b>" not in body(message, "html")
    assert "<script>alert(1)</script>" in body(message, "plain")


def test_template_syntax_in_input_is_not_interpreted() -> None:
    message = rendered_mail(recipient_name="100% {{ 7 * 7 }} %(name)s")
    assert "100% {{ 7 * 7 }} %(name)s" in body(message, "plain")


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_subject_is_refused(line_break: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        rendered_mail(reference_number=f"SR-1{line_break}Bcc: everybody@example.org")


def test_a_line_break_in_an_address_is_refused() -> None:
    recipient = Recipient("Sanne", "sanne@vandijk.example\r\nBcc: everybody@example.org", "nl")
    with pytest.raises(ValueError, match="linefeed"):
        render(MailSource(MAIL, TEMPLATES[0], MAIL, {}), example_of(TEMPLATES[0]), recipient, SETTINGS, NOW)


def test_a_name_with_a_line_break_adds_no_header() -> None:
    message = rendered_mail(recipient_name="Sanne\r\nBcc: everybody@example.org")
    assert message["Bcc"] is None
    assert message["To"] == "sanne@vandijk.example"


def test_dealer_signs_and_gets_the_answers() -> None:
    message = rendered_mail()
    assert message["From"] == message["Reply-To"].replace("service@", "p@") == "Dealer & Zn <p@dealer.example>"
    for kind in ("plain", "html"):
        signature = html.unescape(body(message, kind)).split("Met vriendelijke groet")[1]
        lines = (SETTINGS.brand_name, SETTINGS.brand_address, SETTINGS.brand_telephone, SETTINGS.brand_email)
        assert [line for line in lines if line not in signature] == []


@pytest.mark.parametrize("template", ["service_request_resolved", "service_request_waiting_for_parts"])
def test_visit_that_is_called_off_leaves_the_calendar(template: str) -> None:
    """RFC 5546, 3.2.5: the same UID, a higher SEQUENCE, the organizer, and the method also in the content type."""
    visit = example_of(template)["visit"] | {"number": 3}
    (scheduled,), (called_off,) = (
        list(rendered_mail(name, visit=visit, visit_called_off=off).iter_attachments())
        for name, off in (("visit_scheduled", False), (template, True))
    )
    assert called_off["Content-Type"].params["method"] == "CANCEL"
    assert called_off.get_content_charset() == "utf-8"
    before, after = (Calendar.from_ical(part.get_content()).walk("VEVENT")[0] for part in (scheduled, called_off))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"], after["STATUS"]) == (6, 7, "CANCELLED")
    assert (after["ORGANIZER"], after["ORGANIZER"].params["CN"]) == ("mailto:service@dealer.example", "Dealer & Zn")


def test_mail_about_a_visit_that_takes_place_leaves_the_calendar_alone() -> None:
    assert list(rendered_mail("service_request_resolved").iter_attachments()) == []


def test_a_mail_rendered_twice_has_the_same_message_id() -> None:
    assert rendered_mail()["Message-ID"] == rendered_mail()["Message-ID"] == f"<{MAIL}@dealer.example>"


def test_a_mail_that_staff_sent_again_has_a_message_id_of_its_own() -> None:
    first, again, once_more = (rendered_mail(resends=count)["Message-ID"] for count in range(3))
    assert len({first, again, once_more}) == 3


@pytest.mark.parametrize("language", Language)
def test_a_link_opens_its_page_in_the_language_of_the_mail(language: str) -> None:
    assert f"/service-requests/SR-4401-9273-5?lang={language}\n" in body(rendered_mail(language=language), "plain")


def test_a_missing_text_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """gettext returns the key, which nobody can read."""
    monkeypatch.setitem(BY_TEMPLATE, "unwritten", BY_TEMPLATE["service_request_received"])
    with pytest.raises(MissingText, match=r"mail\.unwritten\.subject"):
        render(MailSource(MAIL, "unwritten", MAIL, {}), EXAMPLE, RECIPIENT, SETTINGS, NOW)


def test_a_mail_about_a_visit_names_engineer_weekday_and_time() -> None:
    text = body(rendered_mail("visit_scheduled", technician="Bas Visser"), "plain")
    assert "Bezoek: woensdag 4 maart 2026 10:00 – 12:00" in text
    assert "Monteur: Bas Visser" in text


def test_mail_about_a_moved_visit_has_the_old_and_the_new_time_and_the_calendar_file() -> None:
    mail = rendered_mail("visit_rescheduled")
    assert "Bezoek: woensdag 4 maart 2026 10:00 – 12:00" in body(mail, "plain")
    assert "Eerder gepland: dinsdag 3 maart 2026 14:00 – 15:00" in body(mail, "plain")
    assert [part.get_filename() for part in mail.iter_attachments()] == ["visit.ics"]


@pytest.mark.parametrize(("technician", "named"), [("Truus Jansen", "Truus Jansen"), ("", "nog niet bekend")])
def test_mail_about_another_engineer_says_who_comes_and_leaves_the_calendar_alone(technician: str, named: str) -> None:
    mail = rendered_mail("visit_technician_changed", technician=technician)
    assert mail["Subject"] == "Andere monteur voor het bezoek bij serviceaanvraag SR-4401-9273-5"
    assert f"Monteur: {named}" in body(mail, "plain")
    assert list(mail.iter_attachments()) == []


def test_text_part_speaks_of_a_link_where_the_html_part_has_a_button() -> None:
    mail = rendered_mail("link_set_password")
    assert "Stel met de link hieronder een wachtwoord in" in body(mail, "plain")
    assert "Stel met de knop hieronder een wachtwoord in" in body(mail, "html")


def test_mail_to_an_address_without_a_name_greets_nobody_by_name() -> None:
    assert body(rendered_mail(recipient_name=""), "plain").startswith("Goedendag,\n")


@pytest.mark.parametrize(
    ("language", "priced", "included", "total"),
    [
        ("nl", "– €\xa01.250,00 per stuk", "– inbegrepen in het contract", "exclusief btw: €\xa02.500,00"),
        ("en", "– €1,250.00 each", "– included in the contract", "excluding VAT: €2,500.00"),
    ],
)
def test_amounts_are_written_as_the_recipient_expects(language: str, priced: str, included: str, total: str) -> None:
    (line,) = OrderPlaced.example["lines"]
    lines = [
        line | {"included_in_contract": False, "price": {"amount": 125000, "currency": "EUR"}},
        line | {"included_in_contract": True, "price": None},
    ]
    details = {"lines": lines, "total": {"amount": 250000, "currency": "EUR"}}
    text = body(rendered_mail("order_placed", language, **details), "plain")
    first, second = (row for row in text.splitlines() if "2 × Konica Minolta TN-328M" in row)
    assert first.endswith(priced)
    assert second.endswith(included)
    assert f"{total}\n" in text


def test_order_without_prices_has_no_total() -> None:
    assert "Totaal" not in body(rendered_mail("order_placed", total=None), "plain")


def test_a_mail_quotes_the_message_it_is_about() -> None:
    message = rendered_mail("message_posted", message="Kunt u\nna 14 uur <komen>?")
    assert "Bericht:\n\n> Kunt u\n> na 14 uur <komen>?\n" in body(message, "plain")
    assert "Kunt u<br>na 14 uur &lt;komen&gt;?" in body(message, "html")


def test_a_mail_says_when_the_quoted_message_is_cut() -> None:
    text = body(rendered_mail("message_posted", "en", message="word " * 400), "plain")
    assert text.count("word") < 400
    assert "This is the beginning of the message." in text
    assert "This is the beginning" not in body(rendered_mail("message_posted", "en", message="word"), "plain")


def test_a_mail_is_marked_as_automatic() -> None:
    """RFC 3834 prevents out-of-office replies."""
    assert rendered_mail()["Auto-Submitted"] == "auto-generated"


def test_a_mail_with_accents_is_sent_as_ascii() -> None:
    """Not every mail server takes 8-bit text (RFC 6152)."""
    details = {"purpose": "dealer_news", "subject": "Łódź", "body": "Zoë is er weer. " * 9, "code": "c" * 43}
    sent = render(MailSource(MAIL, NEWS, MAIL, {}), details, RECIPIENT, SETTINGS, NOW)
    assert sent.as_bytes().isascii()


def test_address_that_unsubscribes_is_not_an_encoded_word() -> None:
    """Mail programs do not decode it in this header (RFC 2369)."""
    settings = replace(SETTINGS, portal_url=f"https://portal.{'very-' * 20}long.example")
    details = {"purpose": "dealer_news", "subject": "Łódź", "body": "x", "code": "c" * 43}
    sent = render(MailSource(MAIL, NEWS, MAIL, {}), details, RECIPIENT, settings, NOW)
    (line,) = [line for line in sent.as_bytes().splitlines() if line.startswith(b"List-Unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <https://portal.very-")
    assert line.endswith(b">")


@pytest.mark.parametrize(
    ("template", "field"),
    [("link_registration_refused", "reason"), ("link_access_refused", "reason"), ("order_refused", "note")],
)
@pytest.mark.parametrize(
    ("language", "sentence"), [("nl", "De reden staat hieronder. "), ("en", "The reason is below. ")]
)
def test_a_refusal_refers_to_its_reason_only_if_there_is_one(
    template: str, field: str, language: str, sentence: str
) -> None:
    """The reason goes with the account of whoever wrote it."""
    assert sentence in body(rendered_mail(template, language, **{field: "Onbekend"}), "plain")
    without = body(rendered_mail(template, language, **{field: ""}), "plain")
    assert sentence.strip() not in without
