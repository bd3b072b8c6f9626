"""Sessions: who is behind a token, until the end is asked for or time is up."""

import hashlib
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in
from contracts.running import Installation
from sqlalchemy import select

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.persistence.tables import chassis
from services.identity.contracts import (
    CustomerStatus,
    EndOtherSessions,
    EndSession,
    GetSession,
    ListSessions,
    LogIn,
    LogOut,
    Right,
    SwitchCustomer,
    TouchSession,
    UpsertCustomer,
)
from services.identity.model import LoginSession

pytestmark = pytest.mark.every_environment

VISITOR = Caller.visitor()


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def address(installation: Installation, customer: Customer) -> str:
    """Of a user whom no test changes."""
    return an_account(installation, customer, Right.REQUEST_SERVICE)


@pytest.fixture
def token(installation: Installation, address: str) -> str:
    return begin(installation, address)


def begin(installation: Installation, address: str) -> str:
    return str(installation.call(LogIn, VISITOR, email=address, password=PASSWORD)["token"])


def find(installation: Installation, token: str) -> dict[str, Any]:
    return installation.call(GetSession, VISITOR, token=token)


def test_a_token_tells_who_is_logged_in(installation: Installation, address: str, token: str) -> None:
    assert find(installation, token)["email"] == address


def test_a_token_is_not_told_again(installation: Installation, token: str) -> None:
    assert "token" not in find(installation, token)


def test_a_made_up_token_is_nobody(installation: Installation) -> None:
    with pytest.raises(NotLoggedIn):
        find(installation, "made-up")


def test_a_session_is_dead_after_logging_out(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_logging_out_ends_that_session_only(installation: Installation, address: str, token: str) -> None:
    other = begin(installation, address)
    installation.call(LogOut, VISITOR, token=other)
    assert find(installation, token)["email"] == address


def test_logging_out_twice_does_nothing(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    assert installation.call(LogOut, VISITOR, token=token) == {}


def test_a_session_lasts_nearly_twelve_hours(installation: Installation, address: str, token: str) -> None:
    for minutes in range(100, 720, 100):
        installation.shift(minutes=minutes)
        installation.call(TouchSession, VISITOR, token=token)
    installation.shift(hours=11, minutes=59)
    assert find(installation, token)["email"] == address


def test_a_session_is_dead_after_twelve_hours(installation: Installation, token: str) -> None:
    installation.shift(hours=12, minutes=1)
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_a_session_is_dead_as_soon_as_its_customer_is_disabled(installation: Installation) -> None:
    customer = a_customer(installation)
    token = begin(installation, an_account(installation, customer))
    installation.call(
        UpsertCustomer, customer_number=customer.number, name=customer.name, status=CustomerStatus.DISABLED
    )
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_a_right_that_is_taken_away_is_gone_from_an_open_session(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer, Right.REQUEST_SERVICE)
    token = begin(installation, email)
    an_account(installation, customer, email=email)
    assert find(installation, token)["rights"] == []


def test_each_login_has_a_token_of_its_own(installation: Installation, address: str, token: str) -> None:
    assert begin(installation, address) != token


def test_the_database_holds_a_hash_of_the_token(installation: Installation, token: str) -> None:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert installation.rows("identity", select(LoginSession.id).where(LoginSession.token_hash == hashed))


def test_the_database_holds_the_token_nowhere(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    tables = [*chassis.sorted_tables, *LoginSession.metadata.sorted_tables]
    assert not [
        table.name for table in tables for row in installation.rows("identity", select(table)) if token in str(row)
    ]


def test_a_session_that_is_not_used_ends_after_two_hours(installation: Installation, token: str) -> None:
    installation.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_a_session_that_is_used_goes_on(installation: Installation, token: str) -> None:
    installation.shift(minutes=100)
    installation.call(TouchSession, VISITOR, token=token)
    installation.shift(minutes=200)
    assert find(installation, token)


def test_a_session_that_is_used_ends_when_its_time_is_up(installation: Installation, token: str) -> None:
    for minutes in range(100, 800, 100):
        installation.shift(minutes=minutes)
        installation.call(TouchSession, VISITOR, token=token)
    installation.shift(minutes=721)
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_an_idle_session_cannot_be_brought_back(installation: Installation, token: str) -> None:
    installation.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        installation.call(TouchSession, VISITOR, token=token)


def test_a_session_says_when_it_is_time_to_touch_it(installation: Installation, token: str) -> None:
    assert find(installation, token)["to_touch"] is False
    installation.shift(minutes=2)
    assert find(installation, token)["to_touch"] is True


def test_ones_own_sessions_are_listed_and_the_present_one_is_marked(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer)
    tokens = [begin(installation, email) for _ in range(2)]
    rows = installation.call(ListSessions, logged_in(installation, email), token=tokens[1])["rows"]
    assert len(rows) == 3
    assert sum(row["current"] for row in rows) == 1


def test_one_session_can_be_ended(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = begin(installation, email)
    installation.call(EndSession, logged_in(installation, email), session_id=find(installation, token)["session_id"])
    with pytest.raises(NotLoggedIn):
        find(installation, token)


def test_a_session_of_somebody_else_is_not_found(installation: Installation, customer: Customer, token: str) -> None:
    other = logged_in(installation, an_account(installation, customer))
    with pytest.raises(NotFound):
        installation.call(EndSession, other, session_id=find(installation, token)["session_id"])
    assert find(installation, token)


def test_all_other_sessions_can_be_ended_at_once(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    mine, other = begin(installation, email), begin(installation, email)
    caller = logged_in(installation, email)
    assert installation.call(EndOtherSessions, caller, token=mine) == {"ended": 2}
    assert find(installation, mine)
    with pytest.raises(NotLoggedIn):
        find(installation, other)


def test_a_user_of_two_customers_goes_on_at_the_other_one(installation: Installation, customer: Customer) -> None:
    second = a_customer(installation, "Tweede B.V.")
    email = an_account(installation, customer)
    an_account(installation, second, Right.VIEW_REPORTS, email=email)
    token = begin(installation, email)
    assert {one["id"] for one in find(installation, token)["customers"]} == {str(customer.id), str(second.id)}
    installation.call(SwitchCustomer, logged_in(installation, email), token=token, customer_id=str(second.id))
    assert find(installation, token)["customer"]["id"] == str(second.id)
    assert find(installation, token)["rights"] == ["view_reports"]


def test_nobody_goes_on_at_a_customer_of_which_he_is_no_user(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = begin(installation, email)
    with pytest.raises(NotFound):
        installation.call(
            SwitchCustomer,
            logged_in(installation, email),
            token=token,
            customer_id=str(a_customer(installation, "Derde").id),
        )
