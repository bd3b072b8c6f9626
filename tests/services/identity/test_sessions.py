"""Sessions: who is behind a token, until the end is asked for or time is up."""

import hashlib
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in
from contracts.running import House
from sqlalchemy import select

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.persistence.tables import chassis
from services.identity.contracts import (
    CustomerStatus,
    EndOtherSessions,
    EndSession,
    FindSession,
    ListSessions,
    LogIn,
    LogOut,
    RecordCustomer,
    Right,
    SwitchCustomer,
    TouchSession,
)
from services.identity.model import LoginSession

VISITOR = Caller.visitor()


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture(scope="module")
def address(house: House, customer: Customer) -> str:
    """Of a user whom no test changes."""
    return an_account(house, customer, Right.REQUEST_SERVICE)


@pytest.fixture
def token(house: House, address: str) -> str:
    return begin(house, address)


def begin(house: House, address: str) -> str:
    return str(house.call(LogIn, VISITOR, email=address, password=PASSWORD)["token"])


def find(house: House, token: str) -> dict[str, Any]:
    return house.call(FindSession, VISITOR, token=token)


def test_a_token_tells_who_is_logged_in(house: House, address: str, token: str) -> None:
    assert find(house, token)["email"] == address


def test_a_token_is_not_told_again(house: House, token: str) -> None:
    assert "token" not in find(house, token)


def test_a_made_up_token_is_nobody(house: House) -> None:
    with pytest.raises(NotLoggedIn):
        find(house, "made-up")


def test_a_session_is_dead_after_logging_out(house: House, token: str) -> None:
    house.call(LogOut, VISITOR, token=token)
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_logging_out_ends_that_session_only(house: House, address: str, token: str) -> None:
    other = begin(house, address)
    house.call(LogOut, VISITOR, token=other)
    assert find(house, token)["email"] == address


def test_logging_out_twice_does_nothing(house: House, token: str) -> None:
    house.call(LogOut, VISITOR, token=token)
    assert house.call(LogOut, VISITOR, token=token) == {}


def test_a_session_lasts_nearly_twelve_hours(house: House, address: str, token: str) -> None:
    for minutes in range(100, 720, 100):
        house.shift(minutes=minutes)
        house.call(TouchSession, VISITOR, token=token)
    house.shift(hours=11, minutes=59)
    assert find(house, token)["email"] == address


def test_a_session_is_dead_after_twelve_hours(house: House, token: str) -> None:
    house.shift(hours=12, minutes=1)
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_a_session_is_dead_as_soon_as_its_customer_is_disabled(house: House) -> None:
    customer = a_customer(house)
    token = begin(house, an_account(house, customer))
    house.call(RecordCustomer, customer_number=customer.number, name=customer.name, status=CustomerStatus.DISABLED)
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_a_right_that_is_taken_away_is_gone_from_an_open_session(house: House, customer: Customer) -> None:
    email = an_account(house, customer, Right.REQUEST_SERVICE)
    token = begin(house, email)
    an_account(house, customer, email=email)
    assert find(house, token)["rights"] == []


def test_each_login_has_a_token_of_its_own(house: House, address: str, token: str) -> None:
    assert begin(house, address) != token


def test_the_database_holds_a_hash_of_the_token(house: House, token: str) -> None:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert house.rows("identity", select(LoginSession.id).where(LoginSession.token_hash == hashed))


def test_the_database_holds_the_token_nowhere(house: House, token: str) -> None:
    house.call(LogOut, VISITOR, token=token)
    tables = [*chassis.sorted_tables, *LoginSession.metadata.sorted_tables]
    assert not [table.name for table in tables for row in house.rows("identity", select(table)) if token in str(row)]


def test_a_session_that_is_not_used_ends_after_two_hours(house: House, token: str) -> None:
    house.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_a_session_that_is_used_goes_on(house: House, token: str) -> None:
    house.shift(minutes=100)
    house.call(TouchSession, VISITOR, token=token)
    house.shift(minutes=200)
    assert find(house, token)


def test_a_session_that_is_used_ends_when_its_time_is_up(house: House, token: str) -> None:
    for minutes in range(100, 800, 100):
        house.shift(minutes=minutes)
        house.call(TouchSession, VISITOR, token=token)
    house.shift(minutes=721)
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_an_idle_session_cannot_be_brought_back(house: House, token: str) -> None:
    house.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        house.call(TouchSession, VISITOR, token=token)


def test_a_session_says_when_it_is_time_to_touch_it(house: House, token: str) -> None:
    assert find(house, token)["to_touch"] is False
    house.shift(minutes=2)
    assert find(house, token)["to_touch"] is True


def test_ones_own_sessions_are_listed_and_the_present_one_is_marked(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    tokens = [begin(house, email) for _ in range(2)]
    rows = house.call(ListSessions, logged_in(house, email), token=tokens[1])["rows"]
    assert len(rows) == 3
    assert sum(row["current"] for row in rows) == 1


def test_one_session_can_be_ended(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    token = begin(house, email)
    house.call(EndSession, logged_in(house, email), session_id=find(house, token)["session_id"])
    with pytest.raises(NotLoggedIn):
        find(house, token)


def test_a_session_of_somebody_else_is_not_found(house: House, customer: Customer, token: str) -> None:
    other = logged_in(house, an_account(house, customer))
    with pytest.raises(NotFound):
        house.call(EndSession, other, session_id=find(house, token)["session_id"])
    assert find(house, token)


def test_all_other_sessions_can_be_ended_at_once(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    mine, other = begin(house, email), begin(house, email)
    caller = logged_in(house, email)
    assert house.call(EndOtherSessions, caller, token=mine) == {"ended": 2}
    assert find(house, mine)
    with pytest.raises(NotLoggedIn):
        find(house, other)


def test_a_user_of_two_customers_goes_on_at_the_other_one(house: House, customer: Customer) -> None:
    second = a_customer(house, "Tweede B.V.")
    email = an_account(house, customer)
    an_account(house, second, Right.VIEW_REPORTS, email=email)
    token = begin(house, email)
    assert {one["id"] for one in find(house, token)["customers"]} == {str(customer.id), str(second.id)}
    house.call(SwitchCustomer, logged_in(house, email), token=token, customer_id=str(second.id))
    assert find(house, token)["customer"]["id"] == str(second.id)
    assert find(house, token)["rights"] == ["view_reports"]


def test_nobody_goes_on_at_a_customer_of_which_he_is_no_user(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    token = begin(house, email)
    with pytest.raises(NotFound):
        house.call(SwitchCustomer, logged_in(house, email), token=token, customer_id=str(a_customer(house, "Derde").id))
