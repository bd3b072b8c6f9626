"""Who may no longer see an order or service request gets no mails about it, with whatever they quote."""

from collections.abc import Callable
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_machine
from contracts.mail_readers import Reader, about
from contracts.running import STAFF, Installation
from eventually import eventually

from services.identity.contracts import ChangeScope, DeactivateUser, RemoveUser
from services.notify.contracts import GetMail
from services.servicedesk.contracts import PostMessage


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def deactivate(installation: Installation, customer: Customer, person_id: str) -> None:
    installation.call(DeactivateUser, STAFF, customer_id=customer.id, person_id=person_id)


def remove(installation: Installation, customer: Customer, person_id: str) -> None:
    installation.call(RemoveUser, STAFF, customer_id=customer.id, person_id=person_id)


def empty_scope(installation: Installation, customer: Customer, person_id: str) -> None:
    scope: dict[str, Any] = {"all_machines": False, "group_ids": [], "machine_ids": []}
    installation.call(ChangeScope, STAFF, customer_id=customer.id, person_id=person_id, **scope)


@pytest.mark.every_environment
@pytest.mark.parametrize("lose_access", [deactivate, remove, empty_scope])
def test_message_is_not_mailed_to_a_former_reader(
    installation: Installation, customer: Customer, lose_access: Callable[[Installation, Customer, str], None]
) -> None:
    assert installation.mail_server is not None
    reader = Reader(installation, customer, a_machine(installation, customer))
    first = reader.sent(reference := reader.file_service_request())
    lose_access(installation, customer, reader.caller.person_id)
    installation.call(PostMessage, STAFF, reference_number=reference, text="Wij komen morgen.")
    reader.row("undeliverable" if lose_access is not empty_scope else "queued", attempts=1)
    installation.shift(minutes=2)  # after the second attempt, which a mail out of scope gets
    mail = reader.row("undeliverable")
    assert mail.problem == "no_recipient"
    assert len(about(installation.mail_server, reader, reference)) == 1
    assert installation.call(GetMail, STAFF, mail_id=first.id)["text"] == ""


def test_mail_out_of_scope_is_tried_twice_after_the_mail_server_postponed_it(
    installation: Installation, customer: Customer
) -> None:
    reader = Reader(installation, customer, a_machine(installation, customer), "later")
    reader.file_service_request()
    reader.row("queued", attempts=1)
    empty_scope(installation, customer, reader.caller.person_id)
    installation.shift(seconds=31)
    assert eventually(lambda: [(mail.status, mail.problem) for mail in reader.rows() if mail.attempts == 2]) == [
        ("queued", "no_recipient")
    ]
    installation.shift(minutes=2)
    assert reader.row("undeliverable").attempts == 3
