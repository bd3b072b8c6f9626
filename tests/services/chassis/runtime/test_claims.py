"""The callers that a broker user may claim to be."""

import pytest

from services.chassis.contract import Caller, Kind, NotAllowed
from services.chassis.contract.caller import OPERATE
from services.chassis.runtime.claims import Claims

CLAIMS = Claims(frozenset({"toys", "shelf"}))
PERSON = Caller(kind=Kind.USER, person_id="anna")
STAFF = Caller.operator()
OPERATOR = Caller.operator(OPERATE)


@pytest.mark.parametrize(
    ("sender", "caller"),
    [
        ("gateway", PERSON),
        ("gateway", STAFF),
        ("gateway", Caller.visitor()),
        ("ops", STAFF),
        ("ops", OPERATOR),
        ("toys", Caller.service("toys")),
        ("anybody", Caller.visitor()),
    ],
)
def test_a_broker_user_may_claim_its_callers(sender: str, caller: Caller) -> None:
    CLAIMS.check(sender, caller)


@pytest.mark.parametrize(
    ("sender", "caller"),
    [
        ("gateway", Caller.service("toys")),
        ("gateway", OPERATOR),
        ("ops", PERSON),
        ("toys", PERSON),
        ("toys", STAFF),
        ("toys", Caller.service("shelf")),
        ("anybody", STAFF),
        ("anybody", PERSON),
        (None, PERSON),
        (None, Caller.visitor()),
    ],
)
def test_a_broker_user_may_not_claim_other_callers(sender: str | None, caller: Caller) -> None:
    with pytest.raises(NotAllowed):
        CLAIMS.check(sender, caller)


def test_a_shared_development_user_may_claim_every_caller() -> None:
    Claims(frozenset(), shared_user="guest").check("guest", PERSON)


def test_a_claim_without_scope_has_an_empty_scope() -> None:
    assert Caller.from_wire({"kind": "user", "person_id": "anna"}).scope == ()


@pytest.mark.parametrize("claim", [None, [], {}, {"kind": "king"}, {"kind": "user", "scope": ["x"]}, "user"])
def test_an_invalid_claim_is_refused(claim: object) -> None:
    with pytest.raises(ValueError, match="not a caller"):
        Caller.from_wire(claim)


def test_a_caller_is_the_same_after_a_round_trip() -> None:
    caller = Caller(kind=Kind.USER, person_id="anna", rights=frozenset({"a", "b"}), scope="all", language="en")
    assert Caller.from_wire(caller.to_wire()) == caller
