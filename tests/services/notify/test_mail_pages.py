"""Staff find mails by recipient and reference number, read them without the secrets of links, and send them again."""

import dataclasses
import uuid
from typing import Any

import pytest
from contracts.accounts import token_to
from contracts.builders import Customer, a_customer, a_machine, an_account, number
from contracts.mail_readers import Reader, about
from contracts.mails import MailServer
from contracts.running import STAFF, Installation
from eventually import eventually

from services.chassis.contract import Caller, Kind, NotAllowed, NotFound, TooManyAttempts
from services.identity.contracts import MailPurpose, RequestPasswordReset, SetPassword
from services.notify.contracts import ExportMails, GetMail, ListMails, MailHasLink, MailWaiting, ResendMail
from services.servicedesk.contracts import PostMessage


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer)


@pytest.fixture(scope="module")
def sanne(installation: Installation, customer: Customer, machine: str) -> Reader:
    return Reader(installation, customer, machine, name="Sanne de Wit", language="nl")


@pytest.fixture
def mail_server(installation: Installation) -> MailServer:
    assert installation.mail_server is not None
    return installation.mail_server


def listed(installation: Installation, text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = installation.call(ListMails, STAFF, text=text)["rows"]
    return rows


def reset_mail(installation: Installation, customer: Customer) -> dict[str, Any]:
    """The mail about a requested password, sent."""
    address = an_account(installation, customer, email=f"{number('reset')}@vandijk.example")
    installation.call(RequestPasswordReset, Caller.visitor(), email=address, client_address="192.0.2.7")
    return eventually(lambda: next((row for row in listed(installation, address) if row["status"] == "sent"), None))


@pytest.mark.every_environment
def test_staff_find_a_mail_by_its_reference_number_and_recipient(installation: Installation, sanne: Reader) -> None:
    mail = sanne.sent(reference := sanne.file_service_request())
    for text in (reference, reference[3:8], sanne.address, sanne.address[:9].upper(), "e de wi"):
        assert str(mail.id) in {row["id"] for row in listed(installation, text)}, text
    assert listed(installation, "nobody@here.example") == []
    (row,) = listed(installation, reference)
    assert (row["recipient_name"], row["recipient_email"], row["service"]) == (
        "Sanne de Wit",
        sanne.address,
        "servicedesk",
    )


def test_staff_read_a_mail_as_its_recipient_does(installation: Installation, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    sanne.sent(reference)
    installation.call(PostMessage, STAFF, reference_number=reference, text="Wij komen\nmorgen.")
    row = eventually(
        lambda: next((m for m in listed(installation, reference) if m["template"] == "message_posted"), None)
    )
    mail = installation.call(GetMail, STAFF.with_language("en"), mail_id=row["id"])
    assert "Beste Sanne de Wit," in mail["text"]
    assert mail["language"] == "nl"
    assert "> Wij komen\n> morgen.\n" in mail["text"]
    assert mail["subject"] == f"New message about service request {reference}"


def test_staff_do_not_read_the_secret_of_a_link(
    installation: Installation, mail_server: MailServer, customer: Customer
) -> None:
    row = reset_mail(installation, customer)
    mail = installation.call(GetMail, STAFF, mail_id=row["id"])
    assert "/password/…?lang=" in mail["text"]
    assert (mail["has_one_time_link"], mail["may_resend"]) == (True, False)
    (sent,) = mail_server.mails(row["recipient_email"])
    assert "/password/…" not in sent.get_body(("plain",)).get_content()


def test_page_of_a_mail_knows_whether_its_link_was_used(installation: Installation, customer: Customer) -> None:
    row = reset_mail(installation, customer)
    unused = installation.call(GetMail, STAFF, mail_id=row["id"])["link_ended"]
    token = token_to(installation, row["recipient_email"], MailPurpose.RESET_PASSWORD)
    installation.call(SetPassword, Caller.visitor(), token=token, password="another horse battery")
    assert (unused, installation.call(GetMail, STAFF, mail_id=row["id"])["link_ended"]) == (False, True)


def test_unknown_mail_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.call(GetMail, STAFF, mail_id="01980000-0000-7000-8000-00000000dead")


def test_a_mail_is_sent_again_once_with_a_message_id_of_its_own(
    installation: Installation, mail_server: MailServer, sanne: Reader
) -> None:
    mail = sanne.sent(reference := sanne.file_service_request())
    assert installation.call(GetMail, STAFF, mail_id=mail.id)["may_resend"]
    assert installation.call(ResendMail, STAFF, mail_id=mail.id) == {"status": "queued"}
    eventually(lambda: installation.call(GetMail, STAFF, mail_id=mail.id)["status"] == "sent")
    first, second = about(mail_server, sanne, reference)
    assert first["Message-ID"] != second["Message-ID"]


def test_a_mail_with_a_one_time_link_is_not_sent_again(installation: Installation, customer: Customer) -> None:
    row = reset_mail(installation, customer)
    with pytest.raises(MailHasLink):
        installation.call(ResendMail, STAFF, mail_id=row["id"])


def test_a_waiting_mail_is_not_sent_again(installation: Installation, customer: Customer, machine: str) -> None:
    reader = Reader(installation, customer, machine, "later")
    reader.file_service_request()
    mail = reader.row("queued", attempts=1)
    with pytest.raises(MailWaiting):
        installation.call(ResendMail, STAFF, mail_id=mail.id)


def test_staff_without_the_right_do_not_send_mails_again(installation: Installation, sanne: Reader) -> None:
    mail = sanne.sent(sanne.file_service_request())
    reader = dataclasses.replace(STAFF, kind=Kind.STAFF, rights=frozenset())
    assert not installation.call(GetMail, reader, mail_id=mail.id)["may_resend"]
    with pytest.raises(NotAllowed):
        installation.call(ResendMail, reader, mail_id=mail.id)


def test_staff_who_do_not_manage_customers_read_no_mails_about_contact_messages_and_accounts(
    installation: Installation, customer: Customer, sanne: Reader
) -> None:
    reader = dataclasses.replace(STAFF, rights=frozenset())
    of_request, of_account = sanne.sent(sanne.file_service_request()), reset_mail(installation, customer)
    assert installation.call(GetMail, reader, mail_id=of_request.id)["text"]
    with pytest.raises(NotFound):
        installation.call(GetMail, reader, mail_id=of_account["id"])
    found = {row["id"] for row in installation.call(ListMails, reader, limit=200)["rows"]}
    assert str(of_request.id) in found
    assert of_account["id"] not in found


def test_exports_of_mails_are_limited_per_hour_and_person(installation: Installation, sanne: Reader) -> None:
    sanne.sent(reference := sanne.file_service_request())
    exporter = dataclasses.replace(STAFF, person_id=str(uuid.uuid4()))
    exported = [installation.call(ExportMails, exporter, text=reference)["rows"] for _ in range(20)]
    assert exported[0] == listed(installation, reference)
    with pytest.raises(TooManyAttempts):
        installation.call(ExportMails, exporter, text=reference)
    assert listed(installation, reference), "the page itself is still shown"
