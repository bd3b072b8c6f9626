"""Who may claim to be whom, by the broker user that the bus vouches for."""

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
def test_a_broker_user_speaks_for_those_it_may(sender: str, caller: Caller) -> None:
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
def test_a_broker_user_speaks_for_nobody_else(sender: str | None, caller: Caller) -> None:
    with pytest.raises(NotAllowed):
        CLAIMS.check(sender, caller)


def test_a_shared_user_for_development_speaks_for_all() -> None:
    Claims(frozenset(), shared_user="guest").check("guest", PERSON)


def test_a_claim_that_leaves_out_its_scope_gets_none() -> None:
    assert Caller.from_wire({"kind": "user", "person_id": "anna"}).scope == ()


@pytest.mark.parametrize("claim", [None, [], {}, {"kind": "king"}, {"kind": "user", "scope": ["x"]}, "user"])
def test_a_claim_that_is_none_is_not_read(claim: object) -> None:
    with pytest.raises(ValueError, match="not a caller"):
        Caller.from_wire(claim)


def test_a_caller_travels_whole() -> None:
    caller = Caller(kind=Kind.USER, person_id="anna", rights=frozenset({"a", "b"}), scope="all", language="en")
    assert Caller.from_wire(caller.to_wire()) == caller
