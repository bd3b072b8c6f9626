"""Mails about contact messages: to the sender, and to the dealer where an address is configured. Invitations of
staff."""

import dataclasses
from collections.abc import Iterator
from email.message import EmailMessage
from uuid import UUID

import pytest
from contracts.builders import Customer, a_contact_message, a_customer, a_staff_member, an_account, logged_in, number
from contracts.mails import MailServer
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import select, update

from services.chassis.contract import Caller
from services.identity.contracts import InviteStaff
from services.notify.contracts import ResendMail
from services.notify.model import Mail
from services.servicedesk.contracts import HandleContactMessage
from services.servicedesk.model import ContactMessage

TEXT = "Ons nieuwe adres is Kanariestraat 9."


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def mail_server(installation: Installation) -> MailServer:
    assert installation.mail_server is not None
    return installation.mail_server


@pytest.fixture
def dealer(installation: Installation) -> Iterator[str]:
    """The dealer's address, configured for one test."""
    runtime, address = installation.runtime("notify"), f"{number('inbox')}@dealer.example"
    before, runtime.settings = runtime.settings, dataclasses.replace(runtime.settings, brand_email=address)
    yield address
    runtime.settings = before


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.mark.parametrize(
    ("language", "received", "handled"),
    [
        ("nl", "Uw bericht {} is ontvangen", "Uw bericht {} is afgehandeld"),
        ("en", "We have received your message {}", "Your message {} has been dealt with"),
    ],
)
def test_the_sender_gets_a_mail_when_a_message_is_received_and_handled(
    installation: Installation, customer: Customer, mail_server: MailServer, language: str, received: str, handled: str
) -> None:
    address = an_account(installation, customer, language=language)
    reference = str(a_contact_message(installation, logged_in(installation, address))["reference_number"])
    (first,) = eventually(lambda: mail_server.mails(address))
    assert first["Subject"] == received.format(reference)
    assert f"/contact/{reference}" in text_of(first)
    installation.call(HandleContactMessage, reference_number=reference, note=TEXT)
    second = eventually(lambda: mail_server.mails(address)[1:])[0]
    assert second["Subject"] == handled.format(reference)
    assert f"> {TEXT}" in text_of(second)


def test_the_dealer_gets_a_mail_with_sender_and_link(
    installation: Installation, customer: Customer, mail_server: MailServer, dealer: str
) -> None:
    sender = logged_in(installation, an_account(installation, customer))
    reference = str(a_contact_message(installation, sender, name="Lotte Smit", text=TEXT)["reference_number"])
    (mail,) = eventually(lambda: mail_server.mails(dealer))
    text = text_of(mail)
    assert all(part in text for part in ("Lotte Smit", customer.name, f"/backoffice/contact/{reference}"))
    assert f"> {TEXT}" in text


def test_the_dealer_gets_no_mail_about_a_message_that_was_emptied_before(
    installation: Installation, customer: Customer, mail_server: MailServer, dealer: str
) -> None:
    """As the removal of the sender's account does."""
    message = a_contact_message(installation, logged_in(installation, an_account(installation, customer)))
    eventually(lambda: mail_server.mails(dealer))
    with installation.runtime("servicedesk").database.write("empty") as session:
        session.execute(update(ContactMessage).where(ContactMessage.id == UUID(message["id"])).values(text="", name=""))
    of_dealer = Mail.template == "contact_message_inbox"
    of_message = select(Mail).where(of_dealer, Mail.event_data["message_id"].as_string() == message["id"])
    (mail,) = eventually(lambda: [row for row in installation.rows("notify", of_message) if row.Mail.status == "sent"])
    installation.call(ResendMail, STAFF, mail_id=mail.Mail.id)
    (given_up,) = eventually(
        lambda: [row for row in installation.rows("notify", of_message) if row.Mail.status == "undeliverable"]
    )
    assert given_up.Mail.problem == "no_recipient"
    assert len(mail_server.mails(dealer)) == 1


def test_without_an_address_of_the_dealer_no_mail_is_sent_to_it(
    installation: Installation, customer: Customer, mail_server: MailServer
) -> None:
    address = an_account(installation, customer)
    message = a_contact_message(installation, logged_in(installation, address))
    eventually(lambda: mail_server.mails(address))
    rows = installation.rows(
        "notify", select(Mail.template).where(Mail.event_data["message_id"].as_string() == message["id"])
    )
    assert [row.template for row in rows] == ["contact_message_received"]


@pytest.mark.parametrize(("language", "subject"), [("nl", "U bent uitgenodigd"), ("en", "You have been invited")])
def test_an_invited_member_of_staff_gets_a_link(
    installation: Installation, mail_server: MailServer, language: str, subject: str
) -> None:
    address = f"{number('eva')}@dealer.example"
    administrator: Caller = logged_in(installation, a_staff_member(installation, "manage_staff", name="Els Baas"))
    installation.call(InviteStaff, administrator, email=address, name="Eva Prins", language=language, rights=[])
    (mail,) = eventually(lambda: mail_server.mails(address))
    assert mail["Subject"].startswith(subject)
    assert "/password/" in text_of(mail)
    assert "Els Baas" in text_of(mail)
