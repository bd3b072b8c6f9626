"""Messages of people without an account: mailed to their address, answered by staff, kept when they look like spam."""

import datetime as dt
from typing import Any

import pytest
from contracts.builders import a_customer, a_visitor_message, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotFound, TooManyAttempts
from services.servicedesk.contracts import (
    AcceptContactMessage,
    CountContactMessages,
    GetContactMessage,
    HandleContactMessage,
    ListContactMessages,
    NotSuspected,
    SendVisitorMessage,
)


def listed(installation: Installation, reference: str, *, suspected: bool) -> bool:
    rows = installation.call(ListContactMessages, STAFF, suspected=suspected, limit=200)["rows"]
    return reference in [row["reference_number"] for row in rows]


def test_a_visitors_message_waits_in_the_inbox_with_what_was_entered(installation: Installation) -> None:
    reference = a_visitor_message(installation, email="vera@elders.example", customer_number="100234", language="en")
    message = installation.call(GetContactMessage, STAFF, reference_number=reference)
    entered = {"email": "vera@elders.example", "customer_number": "100234", "language": "en", "text": "Een vraag."}
    assert message.items() >= (entered | {"customer_id": None, "sender_id": None, "status": "received"}).items()
    assert listed(installation, reference, suspected=False)


def test_a_visitors_message_is_read_by_no_customer(installation: Installation) -> None:
    reference = a_visitor_message(installation)
    with pytest.raises(NotFound):
        installation.call(GetContactMessage, a_customer(installation).caller(), reference_number=reference)


@pytest.mark.parametrize(
    "spam", [{"trap": "http://spam.example"}, {"opened": 2}, {"opened": 3 * 24 * 3600}, {"opened_at": None}]
)
def test_a_message_that_looks_like_spam_is_kept_apart(installation: Installation, spam: dict[str, Any]) -> None:
    if seconds := spam.pop("opened", None):
        spam = {"opened_at": (installation.now - dt.timedelta(seconds=seconds)).isoformat()}
    reference = a_visitor_message(installation, **spam)
    assert not listed(installation, reference, suspected=False)
    assert listed(installation, reference, suspected=True)


def test_a_message_that_is_no_spam_joins_the_inbox_once(installation: Installation) -> None:
    reference = a_visitor_message(installation, trap="x")
    before = installation.call(CountContactMessages, STAFF)
    accepted = installation.call(AcceptContactMessage, STAFF, reference_number=reference)
    after = installation.call(CountContactMessages, STAFF)
    assert accepted["is_suspected"] is False
    assert (after["received"] - before["received"], after["suspected"] - before["suspected"]) == (1, -1)
    with pytest.raises(NotSuspected):
        installation.call(AcceptContactMessage, STAFF, reference_number=reference)


@pytest.mark.parametrize(("note", "is_suspected"), [("", True), ("Van negen tot vijf.", False)])
def test_an_answer_says_that_a_message_is_no_spam(installation: Installation, note: str, is_suspected: bool) -> None:
    reference = a_visitor_message(installation, trap="x")
    handled = installation.call(HandleContactMessage, STAFF, reference_number=reference, note=note)
    assert (handled["status"], handled["is_suspected"]) == ("handled", is_suspected)


def test_messages_from_one_network_address_are_limited_per_hour(installation: Installation) -> None:
    for _ in range(10):
        a_visitor_message(installation, from_address="192.0.2.77")
    with pytest.raises(TooManyAttempts):
        a_visitor_message(installation, from_address="192.0.2.77")
    assert a_visitor_message(installation, from_address="192.0.2.78")


def test_messages_with_one_address_are_limited_from_everywhere(installation: Installation) -> None:
    email = f"{number('victim')}@elders.example"
    for _ in range(5):
        a_visitor_message(installation, email=email)
    with pytest.raises(TooManyAttempts):
        a_visitor_message(installation, email=email.upper())


@pytest.mark.parametrize("field", ["name", "email", "text"])
def test_a_message_needs_name_address_and_text(installation: Installation, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        a_visitor_message(installation, **{field: ""})
    assert [problem["path"] for problem in raised.value.params["fields"]] == [[field]]


@pytest.mark.every_environment
def test_a_message_sent_twice_with_one_key_is_stored_once(installation: Installation) -> None:
    message = {"subject": "question", "name": "Vera", "email": "v@elders.example", "text": "?", "language": "nl"}
    key = number("key")
    sent = [installation.call(SendVisitorMessage, Caller.visitor(), key=key, **message) for _ in range(2)]
    assert sent[0] == sent[1]
