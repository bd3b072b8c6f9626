"""The fixed confirmation address of a customer, for service requests."""

from typing import Any

import pytest
from contracts.accounts import an_administrator, confirmation_token
from contracts.builders import Customer, a_customer, a_machine, an_account, logged_in, number
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import Caller, NotAllowed
from services.identity import contracts as identity
from services.identity.contracts import AuditAction, LinkExpired, Right
from services.identity.model import Link
from services.notify.contracts import GetMail, ListMails
from services.servicedesk.contracts import FileServiceRequest

VISITOR = Caller.visitor()


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def administrator(installation: Installation, customer: Customer) -> Caller:
    return an_administrator(installation, customer)


@pytest.fixture
def email() -> str:
    return f"{number('facilities')}@vandijk.example"


def address(installation: Installation, administrator: Caller) -> dict[str, Any]:
    return installation.call(identity.GetConfirmationAddress, administrator)


def confirm(installation: Installation, administrator: Caller, email: str) -> None:
    token = confirmation_token(installation, administrator, email)
    installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)


def confirmations(installation: Installation, customer: Customer) -> list[dict[str, Any]]:
    """The mails to the fixed address about a new service request of the customer."""
    installation.settle()
    requester = customer.caller("request_service")
    form = FileServiceRequest.example[0] | {"machine_id": a_machine(installation, customer)}
    reference = installation.call(FileServiceRequest, requester, **form)["reference_number"]
    installation.settle()
    rows = installation.call(ListMails, STAFF, text=reference)["rows"]
    return [row for row in rows if row["template"] == "service_request_confirmation"]


def test_address_waits_until_it_is_confirmed(installation: Installation, administrator: Caller, email: str) -> None:
    confirmation_token(installation, administrator, email)
    shown = address(installation, administrator)
    assert (shown["new_email"], shown["email"] == email) == (email, False)


def test_confirmed_address_is_in_effect(installation: Installation, administrator: Caller, email: str) -> None:
    confirm(installation, administrator, email)
    assert address(installation, administrator) == {"email": email, "new_email": "", "language": "nl"}


def test_a_link_confirms_once(installation: Installation, administrator: Caller, email: str) -> None:
    token = confirmation_token(installation, administrator, email)
    installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)
    installation.call(identity.RemoveConfirmationAddress, administrator)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)


def test_a_newer_request_ends_the_earlier_link(installation: Installation, administrator: Caller, email: str) -> None:
    earlier = confirmation_token(installation, administrator, email)
    confirmation_token(installation, administrator, f"new-{email}")
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=earlier)


def test_removal_ends_the_link_that_waits(installation: Installation, administrator: Caller, email: str) -> None:
    token = confirmation_token(installation, administrator, email)
    installation.call(identity.RemoveConfirmationAddress, administrator)
    with pytest.raises(LinkExpired):
        installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)


def test_only_administrators_change_the_address(installation: Installation, customer: Customer, email: str) -> None:
    user = logged_in(installation, an_account(installation, customer))
    with pytest.raises(NotAllowed):
        installation.call(identity.RequestConfirmationAddress, user, email=email)


def test_every_user_reads_the_address(installation: Installation, customer: Customer, administrator: Caller) -> None:
    confirm(installation, administrator, email := f"{number('desk')}@vandijk.example")
    user = logged_in(installation, an_account(installation, customer))
    assert installation.call(identity.GetOwnCustomer, user)["confirmation_email"] == email


def test_audit_log_says_who_asked_for_the_change(installation: Installation, customer: Customer, email: str) -> None:
    """The link is opened by whoever reads mail at the address."""
    email_of_actor = an_account(installation, customer, Right.MANAGE_USERS, name="Ans Beheer")
    confirm(installation, administrator := logged_in(installation, email_of_actor), email)
    entry = installation.call(identity.ListAudit, administrator, action=AuditAction.CONFIRMATION_ADDRESS_CHANGED)
    row = entry["rows"][0]
    assert (row["details"]["new_email"], row["actor_name"]) == (email, "Ans Beheer")


def notices(installation: Installation, administrator: Caller) -> list[str]:
    """The purposes of the mails to an administrator about the address, oldest first."""
    query = select(Link.purpose).where(Link.person_id == administrator.user_id).order_by(Link.id)
    purposes = [str(row.purpose) for row in installation.rows("identity", query)]
    return [purpose for purpose in purposes if purpose.startswith("confirmation_address")]


def test_other_administrators_are_told_when_an_address_is_replaced_or_removed(
    installation: Installation, email: str
) -> None:
    customer = a_customer(installation)
    who, other = (logged_in(installation, an_account(installation, customer, Right.MANAGE_USERS)) for _ in range(2))
    confirm(installation, who, email)
    assert notices(installation, other) == []
    confirm(installation, who, f"new-{email}")
    installation.call(identity.RemoveConfirmationAddress, who)
    assert notices(installation, other) == ["confirmation_address_replaced", "confirmation_address_removed"]
    assert notices(installation, who) == []


def test_a_new_service_request_is_confirmed_to_the_address(installation: Installation) -> None:
    customer = a_customer(installation)
    confirm(installation, an_administrator(installation, customer), email := f"{number('desk')}@vandijk.example")
    (mail,) = confirmations(installation, customer)
    text = installation.call(GetMail, STAFF, mail_id=mail["id"])["text"]
    assert (mail["recipient_email"], mail["reference_number"] in text) == (email, True)


def test_nobody_else_is_mailed_without_an_address(installation: Installation) -> None:
    assert confirmations(installation, a_customer(installation)) == []
