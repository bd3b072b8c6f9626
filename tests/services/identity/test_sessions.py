"""Sessions end on request, when idle and after their maximum duration."""

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
    """The address of a user whom no test changes."""
    return an_account(installation, customer, Right.REQUEST_SERVICE)


@pytest.fixture
def token(installation: Installation, address: str) -> str:
    return log_in(installation, address)


def log_in(installation: Installation, address: str) -> str:
    return str(installation.call(LogIn, VISITOR, email=address, password=PASSWORD)["token"])


def get_session(installation: Installation, token: str) -> dict[str, Any]:
    return installation.call(GetSession, VISITOR, token=token)


def test_a_session_contains_its_user(installation: Installation, address: str, token: str) -> None:
    assert get_session(installation, token)["email"] == address


def test_a_session_does_not_contain_its_token(installation: Installation, token: str) -> None:
    assert "token" not in get_session(installation, token)


def test_an_invented_token_is_refused(installation: Installation) -> None:
    with pytest.raises(NotLoggedIn):
        get_session(installation, "made-up")


def test_a_session_ends_at_logout(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_logout_ends_only_that_session(installation: Installation, address: str, token: str) -> None:
    other = log_in(installation, address)
    installation.call(LogOut, VISITOR, token=other)
    assert get_session(installation, token)["email"] == address


def test_a_second_logout_does_nothing(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    assert installation.call(LogOut, VISITOR, token=token) == {}


def test_an_active_session_lasts_nearly_twelve_hours(installation: Installation, address: str, token: str) -> None:
    for minutes in range(100, 720, 100):
        installation.shift(minutes=minutes)
        installation.call(TouchSession, VISITOR, token=token)
    installation.shift(hours=11, minutes=59)
    assert get_session(installation, token)["email"] == address


def test_a_session_ends_after_twelve_hours(installation: Installation, token: str) -> None:
    installation.shift(hours=12, minutes=1)
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_a_session_ends_when_its_customer_is_disabled(installation: Installation) -> None:
    customer = a_customer(installation)
    token = log_in(installation, an_account(installation, customer))
    installation.call(
        UpsertCustomer, customer_number=customer.number, name=customer.name, status=CustomerStatus.DISABLED
    )
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_a_revoked_right_disappears_from_an_open_session(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer, Right.REQUEST_SERVICE)
    token = log_in(installation, email)
    an_account(installation, customer, email=email)
    assert get_session(installation, token)["rights"] == []


def test_each_login_has_its_own_token(installation: Installation, address: str, token: str) -> None:
    assert log_in(installation, address) != token


def test_the_database_contains_a_hash_of_the_token(installation: Installation, token: str) -> None:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert installation.rows("identity", select(LoginSession.id).where(LoginSession.token_hash == hashed))


def test_the_database_does_not_contain_the_token(installation: Installation, token: str) -> None:
    installation.call(LogOut, VISITOR, token=token)
    tables = [*chassis.sorted_tables, *LoginSession.metadata.sorted_tables]
    assert not [
        table.name for table in tables for row in installation.rows("identity", select(table)) if token in str(row)
    ]


def test_an_idle_session_ends_after_two_hours(installation: Installation, token: str) -> None:
    installation.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_a_touched_session_continues(installation: Installation, token: str) -> None:
    installation.shift(minutes=100)
    installation.call(TouchSession, VISITOR, token=token)
    installation.shift(minutes=200)
    assert get_session(installation, token)


def test_a_touched_session_ends_after_its_maximum_duration(installation: Installation, token: str) -> None:
    for minutes in range(100, 800, 100):
        installation.shift(minutes=minutes)
        installation.call(TouchSession, VISITOR, token=token)
    installation.shift(minutes=721)
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_an_expired_idle_session_cannot_be_touched(installation: Installation, token: str) -> None:
    installation.shift(minutes=121)
    with pytest.raises(NotLoggedIn):
        installation.call(TouchSession, VISITOR, token=token)


def test_a_session_reports_when_to_touch_it(installation: Installation, token: str) -> None:
    assert get_session(installation, token)["to_touch"] is False
    installation.shift(minutes=2)
    assert get_session(installation, token)["to_touch"] is True


def test_own_sessions_are_listed_with_the_current_one_marked(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    tokens = [log_in(installation, email) for _ in range(2)]
    rows = installation.call(ListSessions, logged_in(installation, email), token=tokens[1])["rows"]
    assert len(rows) == 3
    assert sum(row["current"] for row in rows) == 1


def test_one_session_can_be_ended(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = log_in(installation, email)
    installation.call(
        EndSession, logged_in(installation, email), session_id=get_session(installation, token)["session_id"]
    )
    with pytest.raises(NotLoggedIn):
        get_session(installation, token)


def test_a_session_of_another_user_is_not_found(installation: Installation, customer: Customer, token: str) -> None:
    other = logged_in(installation, an_account(installation, customer))
    with pytest.raises(NotFound):
        installation.call(EndSession, other, session_id=get_session(installation, token)["session_id"])
    assert get_session(installation, token)


def test_all_other_sessions_can_be_ended(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    own, other = log_in(installation, email), log_in(installation, email)
    caller = logged_in(installation, email)
    assert installation.call(EndOtherSessions, caller, token=own) == {"ended": 2}
    assert get_session(installation, own)
    with pytest.raises(NotLoggedIn):
        get_session(installation, other)


def test_a_user_of_two_customers_can_switch(installation: Installation, customer: Customer) -> None:
    second = a_customer(installation, "Tweede B.V.")
    email = an_account(installation, customer)
    an_account(installation, second, Right.VIEW_REPORTS, email=email)
    token = log_in(installation, email)
    assert {customer["id"] for customer in get_session(installation, token)["customers"]} == {
        str(customer.id),
        str(second.id),
    }
    installation.call(SwitchCustomer, logged_in(installation, email), token=token, customer_id=str(second.id))
    assert get_session(installation, token)["customer"]["id"] == str(second.id)
    assert get_session(installation, token)["rights"] == ["view_reports"]


def test_the_next_login_begins_at_the_customer_that_was_used_last(
    installation: Installation, customer: Customer
) -> None:
    email, second = an_account(installation, customer), a_customer(installation, "Tweede B.V.")
    an_account(installation, second, email=email)
    for chosen in (customer, second, customer):
        token = log_in(installation, email)
        installation.call(SwitchCustomer, logged_in(installation, email), token=token, customer_id=str(chosen.id))
        assert logged_in(installation, email).customer_id == chosen.id


def test_a_user_cannot_switch_to_a_foreign_customer(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    token = log_in(installation, email)
    with pytest.raises(NotFound):
        installation.call(
            SwitchCustomer,
            logged_in(installation, email),
            token=token,
            customer_id=str(a_customer(installation, "Derde").id),
        )
