"""Mails are sent by SMTP, one for each event, in the recipient's language."""

from uuid import UUID

import pytest
from contracts.builders import (
    Customer,
    a_customer,
    a_machine,
)
from contracts.mail_readers import Reader, about, deliver, received_event
from contracts.mails import MailServer
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.persistence.tables import inbox, outbox
from services.notify.contracts import ListMails, MailSent, SendMail
from services.notify.model import Mail
from services.servicedesk.contracts import AcceptServiceRequest, CancelServiceRequest

pytestmark = pytest.mark.every_environment


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


@pytest.fixture(scope="module")
def sanne(installation: Installation, customer: Customer, machine: str) -> Reader:
    return Reader(installation, customer, machine, language="nl")


def test_a_received_request_is_confirmed_by_mail(mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    (mail,) = eventually(lambda: about(mail_server, sanne, reference))
    assert mail["Subject"] == f"Uw serviceaanvraag {reference} is ontvangen"
    assert mail["From"] == "Klantportaal <portal@dealer.example>"


def test_each_transition_is_sent_by_mail(installation: Installation, mail_server: MailServer, sanne: Reader) -> None:
    first, second = sanne.file_service_request(), sanne.file_service_request()
    installation.call(AcceptServiceRequest, STAFF, reference_number=first)
    installation.call(CancelServiceRequest, sanne.caller, reference_number=second)
    for reference in (first, second):
        eventually(lambda reference=reference: len(about(mail_server, sanne, reference)) == 2)


def test_a_mail_is_in_the_recipients_language(
    installation: Installation, mail_server: MailServer, customer: Customer, machine: str
) -> None:
    james = Reader(installation, customer, machine, language="en")
    reference = james.file_service_request()
    (mail,) = eventually(lambda: about(mail_server, james, reference))
    assert (mail["Content-Language"], mail["Subject"].split(" ")[0]) == ("en", "We")


def test_a_mail_has_text_and_html(mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    (mail,) = eventually(lambda: about(mail_server, sanne, reference))
    texts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert all(reference in text and "Balie" in text for text in texts)


def test_a_redelivered_event_causes_one_mail(
    installation: Installation, mail_server: MailServer, sanne: Reader
) -> None:
    reference = sanne.file_service_request()
    eventually(lambda: about(mail_server, sanne, reference))
    for _ in range(3):
        deliver(installation, received_event(installation, reference))
    second = sanne.file_service_request()
    eventually(lambda: about(mail_server, sanne, second))
    assert len(about(mail_server, sanne, reference)) == 1


def test_a_redelivered_event_causes_one_mail_without_its_inbox_row(
    installation: Installation, mail_server: MailServer, sanne: Reader
) -> None:
    reference = sanne.file_service_request()
    eventually(lambda: about(mail_server, sanne, reference))
    event = received_event(installation, reference)
    own = inbox.c.event_id == event["id"]
    with installation.runtime("notify").database.write("test") as session:
        session.execute(delete(inbox).where(own))
    deliver(installation, event)
    assert eventually(
        lambda: [row.status for row in installation.rows("notify", select(inbox.c.status).where(own))]
    ) == ["done"]
    assert len([mail for mail in sanne.rows() if mail.event_id == UUID(event["id"])]) == 1


def test_a_sent_mail_publishes_an_event(installation: Installation, mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    mail = sanne.sent(reference)
    sent = installation.rows("notify", select(outbox.c.body, outbox.c.persons).where(outbox.c.type == MailSent.type))
    (row,) = [row for row in sent if row.body["subject"] == str(mail.id)]
    assert row.persons == [sanne.caller.person_id]


def test_sending_a_sent_mail_does_nothing(installation: Installation, mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    mail = sanne.sent(reference)
    assert installation.call(SendMail, Caller.service("notify"), mail_id=mail.id) == {"status": "sent"}
    assert len(about(mail_server, sanne, reference)) == 1


def test_the_message_id_derives_from_the_mail(mail_server: MailServer, sanne: Reader) -> None:
    """A mail sent twice, because a process was killed before it stored the first attempt, is shown once by mail
    programs."""
    reference = sanne.file_service_request()
    row = sanne.sent(reference)
    (mail,) = about(mail_server, sanne, reference)
    assert mail["Message-ID"] == f"<{row.id}@dealer.example>"


def test_an_address_is_not_stored(installation: Installation, mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    eventually(lambda: about(mail_server, sanne, reference))
    tables = [inbox, outbox, *Mail.metadata.sorted_tables]
    assert not [
        table.name
        for table in tables
        for row in installation.rows("notify", select(table))
        if sanne.address in str(row)
    ]


def test_staff_list_mails_by_status(installation: Installation, mail_server: MailServer, sanne: Reader) -> None:
    reference = sanne.file_service_request()
    eventually(lambda: about(mail_server, sanne, reference))
    rows = eventually(lambda: installation.call(ListMails, STAFF, statuses=["sent"], limit=200)["rows"])
    assert sanne.caller.person_id in {row["recipient_id"] for row in rows}
    assert {row["status"] for row in rows} == {"sent"}


@pytest.mark.parametrize(
    ("language", "subject"),
    [("nl", "Uw serviceaanvraag {} is ontvangen"), ("en", "We have received your service request {}")],
)
def test_staff_read_the_subject_of_a_mail_in_their_language(
    installation: Installation, sanne: Reader, language: str, subject: str
) -> None:
    mail = sanne.sent(reference := sanne.file_service_request())
    rows = installation.call(ListMails, STAFF.with_language(language), limit=200)["rows"]
    assert {row["id"]: row["subject"] for row in rows}[str(mail.id)] == subject.format(reference)


def test_mails_are_paged_newest_first(installation: Installation, sanne: Reader) -> None:
    sanne.file_service_request()
    sanne.file_service_request()
    installation.settle()
    first = installation.call(ListMails, STAFF, limit=1)
    second = installation.call(ListMails, STAFF, limit=1, after=first["page"]["next"])
    assert first["rows"][0]["queued_at"] > second["rows"][0]["queued_at"]
    back = installation.call(ListMails, STAFF, limit=1, before=second["page"]["previous"])
    assert [row["id"] for row in back["rows"]] == [row["id"] for row in first["rows"]]
