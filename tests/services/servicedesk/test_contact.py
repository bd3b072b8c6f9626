"""Contact messages to the dealer: sent, listed, handled once, and visible only to sender and staff."""

import re

import pytest
from contracts.builders import Customer, a_contact_message, a_customer
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import Caller, ImpersonationReadOnly, Invalid, NotAllowed, NotFound, TooManyAttempts
from services.chassis.persistence.tables import outbox
from services.identity.contracts import Right, StaffRight
from services.servicedesk.contracts import (
    AlreadyHandled,
    ContactMessageHandled,
    ContactMessageReceived,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ImportContactMessage,
    ListContactMessages,
    SendContactMessage,
)
from services.servicedesk.model import ContactMessage

SECRET = "Ons nieuwe adres is Kanariestraat 9."


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def sanne(customer: Customer) -> Caller:
    return customer.caller()


@pytest.fixture
def reference(installation: Installation, sanne: Caller) -> str:
    return str(a_contact_message(installation, sanne, text=SECRET)["reference_number"])


def numbers(installation: Installation, caller: Caller, **filters: object) -> list[str]:
    return [
        row["reference_number"] for row in installation.call(ListContactMessages, caller, limit=200, **filters)["rows"]
    ]


def handle(
    installation: Installation, reference: str, caller: Caller = STAFF, note: str = "Gedaan."
) -> dict[str, object]:
    return installation.call(HandleContactMessage, caller, reference_number=reference, note=note)


def test_a_message_has_the_sent_values_and_the_customer(installation: Installation, customer: Customer) -> None:
    written = {"subject": "question", "name": "Sanne", "telephone": "020 555", "text": "Regel één\nRegel twee"}
    sent = installation.call(SendContactMessage, customer.caller(), **written)
    assert sent.items() >= (written | {"status": "received", "customer_name": customer.name}).items()
    assert re.fullmatch(r"CM-\d{4}-\d{4}-\d", sent["reference_number"])


@pytest.mark.every_environment
def test_a_message_sent_twice_with_one_key_is_stored_once(installation: Installation, sanne: Caller) -> None:
    sent = [a_contact_message(installation, sanne, key="once")["reference_number"] for _ in range(2)]
    assert sent[0] == sent[1]
    assert numbers(installation, sanne) == [sent[0]]


def test_the_messages_of_one_user_are_limited_per_hour(installation: Installation, customer: Customer) -> None:
    flooding, colleague = customer.caller(), customer.caller()
    for i in range(10):
        a_contact_message(installation, flooding, key=f"message {i}")
    with pytest.raises(TooManyAttempts):
        a_contact_message(installation, flooding)
    assert a_contact_message(installation, flooding, key="message 1"), "a repeated call is not counted"
    assert a_contact_message(installation, colleague)
    installation.shift(minutes=7)
    assert a_contact_message(installation, flooding)


@pytest.mark.parametrize("missing", ["name", "text"])
def test_a_message_without_name_or_text_is_refused_at_the_field(
    installation: Installation, sanne: Caller, missing: str
) -> None:
    with pytest.raises(Invalid) as error:
        a_contact_message(installation, sanne, **{missing: " "})
    assert error.value.params["fields"][0]["path"] == [missing]


def test_a_message_is_visible_to_its_sender_and_staff(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    for caller in (sanne, STAFF):
        assert installation.call(GetContactMessage, caller, reference_number=reference)["text"] == SECRET
        assert reference in numbers(installation, caller)


def test_a_message_is_not_found_by_colleagues_or_other_customers(
    installation: Installation, customer: Customer, reference: str
) -> None:
    for caller in (customer.caller(*Right), a_customer(installation).caller(*Right)):
        with pytest.raises(NotFound):
            installation.call(GetContactMessage, caller, reference_number=reference)
        assert numbers(installation, caller) == []


def test_the_sender_does_not_find_it_as_a_user_of_another_customer(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    caller = a_customer(installation).caller(person_id=sanne.person_id)
    with pytest.raises(NotFound):
        installation.call(GetContactMessage, caller, reference_number=reference)


def test_an_impersonator_neither_reads_nor_sends_messages(
    installation: Installation, customer: Customer, sanne: Caller, reference: str
) -> None:
    impersonator = customer.caller(person_id=sanne.person_id, impersonated_by="Ans Mulder")
    assert numbers(installation, impersonator) == []
    with pytest.raises(NotFound):
        installation.call(GetContactMessage, impersonator, reference_number=reference)
    with pytest.raises(ImpersonationReadOnly):
        a_contact_message(installation, impersonator)


def test_staff_without_the_right_cannot_access_messages(installation: Installation, reference: str) -> None:
    other = Caller.operator(*(right for right in StaffRight if right != StaffRight.MANAGE_CUSTOMERS))
    for operation in (GetContactMessage, HandleContactMessage):
        with pytest.raises(NotAllowed):
            installation.call(operation, other, reference_number=reference)
    for operation in (ListContactMessages, CountContactMessages):
        with pytest.raises(NotAllowed):
            installation.call(operation, other)


def test_a_user_cannot_handle_a_message(installation: Installation, customer: Customer, reference: str) -> None:
    with pytest.raises(NotAllowed):
        handle(installation, reference, customer.caller(*Right))


def test_the_sender_sees_the_note_of_a_handled_message(
    installation: Installation, sanne: Caller, reference: str
) -> None:
    handle(installation, reference, note="Het adres staat erin.")
    response = installation.call(GetContactMessage, sanne, reference_number=reference)
    assert (response["status"], response["note"]) == ("handled", "Het adres staat erin.")
    assert response["handled_at"] is not None


def test_a_message_is_handled_once(installation: Installation, reference: str) -> None:
    handle(installation, reference, note="Eerst.")
    with pytest.raises(AlreadyHandled):
        handle(installation, reference, note="Daarna.")
    assert installation.call(GetContactMessage, reference_number=reference)["note"] == "Eerst."


def test_the_handler_of_a_message_is_stored(installation: Installation, reference: str) -> None:
    handler = Caller.operator(*StaffRight, name="01980000-0000-7000-8000-0000000000aa")
    handle(installation, reference, handler)
    (row,) = installation.rows(
        "servicedesk", select(ContactMessage.handled_by).where(ContactMessage.reference_number == reference)
    )
    assert str(row.handled_by) == handler.person_id


@pytest.mark.every_environment
def test_messages_are_listed_by_status_and_subject(installation: Installation, sanne: Caller) -> None:
    question = str(a_contact_message(installation, sanne, subject="question")["reference_number"])
    other = str(a_contact_message(installation, sanne, subject="other")["reference_number"])
    handle(installation, other)
    assert numbers(installation, sanne, statuses=["received"]) == [question]
    assert numbers(installation, sanne, statuses=["handled"]) == [other]
    assert numbers(installation, sanne, subjects=["other"]) == [other]


@pytest.mark.every_environment
def test_messages_are_listed_newest_first(installation: Installation, sanne: Caller) -> None:
    sent = [str(a_contact_message(installation, sanne)["reference_number"]) for _ in range(3)]
    assert numbers(installation, sanne) == sent[::-1]


@pytest.mark.every_environment
def test_staff_handle_the_oldest_message_first(installation: Installation, sanne: Caller) -> None:
    sent = [str(a_contact_message(installation, sanne)["reference_number"]) for _ in range(3)]
    waiting = numbers(installation, STAFF, statuses=["received"])
    assert [reference for reference in waiting if reference in sent] == sent
    assert numbers(installation, sanne, statuses=["received"]) == sent[::-1]


def test_received_messages_are_counted(installation: Installation, sanne: Caller) -> None:
    before = installation.call(CountContactMessages)["received"]
    reference = str(a_contact_message(installation, sanne)["reference_number"])
    assert installation.call(CountContactMessages)["received"] == before + 1
    handle(installation, reference)
    assert installation.call(CountContactMessages)["received"] == before


def test_an_imported_message_has_its_history_and_publishes_no_event(
    installation: Installation, customer: Customer, sanne: Caller
) -> None:
    values = {"sender_id": sanne.person_id, "subject": "question", "name": "Sanne", "text": "Vraag?"}
    history = {"received_at": "2025-03-03T08:12:00+00:00", "handled_at": "2025-03-03T09:30:00+00:00", "note": "Ja."}
    number = installation.call(ImportContactMessage, customer_id=str(customer.id), **values, **history)[
        "reference_number"
    ]
    response = installation.call(GetContactMessage, sanne, reference_number=number)
    assert response.items() >= (values | history | {"status": "handled"}).items()
    rows = installation.rows("servicedesk", select(outbox.c.body))
    assert response["id"] not in {row.body["subject"] for row in rows}


def test_an_imported_message_of_an_unknown_customer_is_refused(installation: Installation, sanne: Caller) -> None:
    with pytest.raises(NotFound):
        installation.call(ImportContactMessage, **ImportContactMessage.example[0])


def test_events_contain_no_text_or_name(installation: Installation, sanne: Caller) -> None:
    sent = a_contact_message(installation, sanne, text=SECRET, name="Sanne Geheim")
    handle(installation, sent["reference_number"], note="Kanariestraat is goed.")
    rows = installation.rows("servicedesk", select(outbox.c.type, outbox.c.body, outbox.c.persons))
    events = [row for row in rows if row.body["subject"] == sent["id"]]
    assert {row.type for row in events} == {ContactMessageReceived.type, ContactMessageHandled.type}
    assert not [row for row in events if "Kanarie" in str(row.body) or "Geheim" in str(row.body)]
    assert {tuple(row.persons) for row in events} == {(sanne.person_id,)}
