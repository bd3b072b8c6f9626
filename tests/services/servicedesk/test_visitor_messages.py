"""Messages of people without an account: mailed to their address, answered by staff, kept when they look like spam."""

import pytest
from contracts.builders import a_customer, a_visitor_message, number
from contracts.running import STAFF, Installation
from structlog.contextvars import bound_contextvars

from services.chassis.contract import Caller, Invalid, NotFound, TooManyAttempts
from services.servicedesk.contracts import (
    AcceptContactMessage,
    CountContactMessages,
    GetContactMessage,
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


@pytest.mark.parametrize("spam", [{"trap": "http://spam.example"}, {"seconds": 2}, {"seconds": None}])
def test_a_message_that_looks_like_spam_is_kept_apart(installation: Installation, spam: dict[str, object]) -> None:
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


def test_messages_from_one_network_address_are_limited_per_hour(installation: Installation) -> None:
    with bound_contextvars(client_address="192.0.2.77"):
        for _ in range(10):
            a_visitor_message(installation)
        with pytest.raises(TooManyAttempts):
            a_visitor_message(installation)
    with bound_contextvars(client_address="192.0.2.78"):
        a_visitor_message(installation)


def test_messages_with_one_address_are_limited_from_everywhere(installation: Installation) -> None:
    email = f"{number('victim')}@elders.example"
    for host in range(5):
        with bound_contextvars(client_address=f"198.51.100.{host}"):
            a_visitor_message(installation, email=email)
    with bound_contextvars(client_address="198.51.100.99"), pytest.raises(TooManyAttempts):
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
    sent = [installation.call(SendVisitorMessage, Caller.visitor(), key=key, **message, seconds=9) for _ in range(2)]
    assert sent[0] == sent[1]
