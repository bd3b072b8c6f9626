"""Mails leave by SMTP: one for each event, in the reader's language, and again later when the server says no."""

from uuid import UUID

import pytest
from contracts.builders import (
    Customer,
    a_customer,
    a_machine,
)
from contracts.mails import MailServer
from contracts.readers import Reader, about, deliver, told
from contracts.running import STAFF, House
from eventually import eventually
from sqlalchemy import delete, select

from services.chassis.contract import Caller
from services.chassis.persistence.tables import inbox, outbox
from services.notify.contracts import ListMails, MailSent, SendMail
from services.notify.model import Mail
from services.servicedesk.contracts import AcceptServiceRequest, CancelServiceRequest


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture(scope="module")
def machine(house: House, customer: Customer) -> str:
    return a_machine(house, customer, own_reference="Balie")


@pytest.fixture
def post(house: House) -> MailServer:
    assert house.post is not None
    return house.post


@pytest.fixture(scope="module")
def sanne(house: House, customer: Customer, machine: str) -> Reader:
    return Reader(house, customer, machine, language="nl")


def test_a_request_is_confirmed_by_mail(post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    (mail,) = eventually(lambda: about(post, sanne, reference))
    assert mail["Subject"] == f"Uw serviceaanvraag {reference} is ontvangen"
    assert mail["From"] == "portal@dealer.example"


def test_every_step_is_told(house: House, post: MailServer, sanne: Reader) -> None:
    first, second = sanne.file(), sanne.file()
    house.call(AcceptServiceRequest, STAFF, reference_number=first)
    house.call(CancelServiceRequest, sanne.caller, reference_number=second)
    for reference in (first, second):
        eventually(lambda reference=reference: len(about(post, sanne, reference)) == 2)


def test_a_mail_is_in_the_readers_language(house: House, post: MailServer, customer: Customer, machine: str) -> None:
    james = Reader(house, customer, machine, language="en")
    reference = james.file()
    (mail,) = eventually(lambda: about(post, james, reference))
    assert (mail["Content-Language"], mail["Subject"].split(" ")[0]) == ("en", "We")


def test_a_mail_has_text_and_html(post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    (mail,) = eventually(lambda: about(post, sanne, reference))
    texts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert all(reference in text and "Balie" in text for text in texts)


def test_an_event_that_arrives_again_is_one_mail(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    eventually(lambda: about(post, sanne, reference))
    for _ in range(3):
        deliver(house, told(house, reference))
    second = sanne.file()
    eventually(lambda: about(post, sanne, second))
    assert len(about(post, sanne, reference)) == 1


def test_an_event_that_the_inbox_has_forgotten_is_one_mail(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    eventually(lambda: about(post, sanne, reference))
    event = told(house, reference)
    mine = inbox.c.event_id == event["id"]
    with house.runtime("notify").database.write("test") as session:
        session.execute(delete(inbox).where(mine))
    deliver(house, event)
    assert eventually(lambda: [row.status for row in house.rows("notify", select(inbox.c.status).where(mine))]) == [
        "done"
    ]
    assert len([mail for mail in sanne.rows() if mail.event_id == UUID(event["id"])]) == 1


def test_a_mail_that_left_is_told_to_others(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    mail = sanne.sent(reference)
    sent = house.rows("notify", select(outbox.c.body, outbox.c.persons).where(outbox.c.type == MailSent.type))
    (row,) = [row for row in sent if row.body["subject"] == str(mail.id)]
    assert row.persons == [sanne.caller.person_id]


def test_sending_a_mail_that_left_does_nothing(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    mail = sanne.sent(reference)
    assert house.call(SendMail, Caller.service("notify"), mail_id=mail.id) == {"status": "sent"}
    assert len(about(post, sanne, reference)) == 1


def test_a_message_id_is_made_of_the_mail(post: MailServer, sanne: Reader) -> None:
    """Sent twice, because a process died before it noted the first time, a mail reader shows it once."""
    reference = sanne.file()
    kept = sanne.sent(reference)
    (mail,) = about(post, sanne, reference)
    assert mail["Message-ID"] == f"<{kept.id}@dealer.example>"


def test_an_address_is_not_kept(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    eventually(lambda: about(post, sanne, reference))
    tables = [inbox, outbox, *Mail.metadata.sorted_tables]
    assert not [
        table.name for table in tables for row in house.rows("notify", select(table)) if sanne.address in str(row)
    ]


def test_staff_see_what_became_of_mails(house: House, post: MailServer, sanne: Reader) -> None:
    reference = sanne.file()
    eventually(lambda: about(post, sanne, reference))
    rows = eventually(lambda: house.call(ListMails, STAFF, statuses=["sent"], limit=200)["rows"])
    assert sanne.caller.person_id in {row["reader_id"] for row in rows}
    assert {row["status"] for row in rows} == {"sent"}


def test_mails_are_paged_newest_first(house: House, sanne: Reader) -> None:
    sanne.file()
    sanne.file()
    house.settle()
    first = house.call(ListMails, STAFF, limit=1)
    second = house.call(ListMails, STAFF, limit=1, after=first["page"]["next"])
    assert first["rows"][0]["queued_at"] > second["rows"][0]["queued_at"]
    back = house.call(ListMails, STAFF, limit=1, before=second["page"]["previous"])
    assert [row["id"] for row in back["rows"]] == [row["id"] for row in first["rows"]]
