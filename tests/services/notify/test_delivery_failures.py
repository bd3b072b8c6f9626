"""Mails that cannot be delivered: servers that refuse or are down, deleted recipients, forged events."""

import uuid
from uuid import UUID

import pytest
from contracts.builders import Customer, a_customer, a_machine, an_account
from contracts.mail_readers import Reader, about, deliver, received_event
from contracts.mails import MailServer
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.persistence.tables import inbox
from services.notify.model import Mail


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def machine(installation: Installation, customer: Customer) -> str:
    return a_machine(installation, customer, own_reference="Balie")


@pytest.fixture
def mail_server(installation: Installation) -> MailServer:
    assert installation.mail_server is not None
    return installation.mail_server


@pytest.mark.parametrize(
    ("mailbox", "status", "problem"),
    [
        ("nobody", "undeliverable", "recipient_refused 550"),
        ("later", "queued", "recipient_refused 450"),
        ("talkative", "queued", "SMTPDataError (451)"),
    ],
)
def test_a_refusal_of_the_server_is_stored_without_the_address(
    installation: Installation, customer: Customer, machine: str, mailbox: str, status: str, problem: str
) -> None:
    reader = Reader(installation, customer, machine, mailbox)
    reader.file_service_request()
    assert reader.row(status, attempts=1).problem == problem


@pytest.mark.every_environment
def test_a_mail_is_sent_when_the_server_is_back(
    installation: Installation, mail_server: MailServer, customer: Customer, machine: str
) -> None:
    reader = Reader(installation, customer, machine)
    mail_server.stop()
    try:
        reference = reader.file_service_request()
        mail = reader.row("queued", attempts=1)
        assert mail.problem.startswith("ConnectionRefusedError")
        installation.shift(seconds=31)
        reader.row("queued", attempts=2)
    finally:
        mail_server.start()
    installation.shift(minutes=2)
    (sent_mail,) = eventually(lambda: about(mail_server, reader, reference))
    assert sent_mail["Message-ID"] == f"<{mail.id}@dealer.example>"
    assert reader.row("sent").attempts == 3


@pytest.mark.every_environment
def test_a_mail_waits_until_its_pause_ends(installation: Installation, customer: Customer, machine: str) -> None:
    reader = Reader(installation, customer, machine, "later")
    reader.file_service_request()
    reader.row("queued", attempts=1)
    other = Reader(installation, customer, machine, "nobody")
    installation.shift(seconds=25)
    other.file_service_request()
    other.row("undeliverable")
    assert reader.row("queued").attempts == 1


def test_name_and_language_are_read_when_the_mail_is_sent(
    installation: Installation, mail_server: MailServer, customer: Customer, machine: str
) -> None:
    reader = Reader(installation, customer, machine, name="Sanne de Wit", language="nl")
    mail_server.stop()
    try:
        reference = reader.file_service_request()
        reader.row("queued", attempts=1)
        an_account(installation, customer, email=reader.address, name="Sanne Smit", language="en")
    finally:
        mail_server.start()
    installation.shift(seconds=31)
    (mail,) = eventually(lambda: about(mail_server, reader, reference))
    assert "Dear Sanne Smit," in mail.get_body(("plain",)).get_content()


def test_a_mail_to_a_deleted_person_is_undeliverable(
    installation: Installation, customer: Customer, machine: str
) -> None:
    Reader(installation, customer, machine).file_service_request()
    deleted_id, event = str(uuid.uuid4()), received_event(installation)
    deliver(installation, event | {"id": str(uuid.uuid4()), "data": event["data"] | {"requester_id": deleted_id}})
    query = select(Mail.status, Mail.problem).where(Mail.recipient_id == UUID(deleted_id), Mail.attempts > 0)
    (mail,) = eventually(lambda: installation.rows("notify", query))
    assert (mail.status, mail.problem) == ("undeliverable", "no_recipient")


def test_a_field_with_a_line_break_becomes_no_mail(
    installation: Installation, customer: Customer, machine: str
) -> None:
    """A forged event with a header in a field: it becomes a dead letter."""
    Reader(installation, customer, machine).file_service_request()
    event = received_event(installation) | {"id": str(uuid.uuid4())}
    deliver(installation, event | {"data": event["data"] | {"reference_number": "SR-1\r\nBcc: x@y.example"}})
    query = select(inbox.c.status).where(inbox.c.event_id == event["id"])
    (row,) = eventually(lambda: installation.rows("notify", query))
    assert row.status == "dead"
    assert installation.rows("notify", select(Mail.id).where(Mail.event_id == UUID(event["id"]))) == []
