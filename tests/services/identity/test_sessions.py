"""Sessions: who is behind a token, until the end is asked for or time is up."""

import hashlib
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account
from contracts.running import House
from sqlalchemy import select

from services.chassis.contract import Caller, NotLoggedIn
from services.chassis.service.tables import chassis
from services.identity.contracts import CustomerStatus, FindSession, LogIn, LogOut, RecordCustomer, Right
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
