"""Guessing passwords: counted in the database, per account and per address; the owner still gets in (ASVS 6.3.1)."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account
from contracts.running import Installation
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError
from services.identity.contracts import LogIn, TooManyAttempts, WrongCredentials
from services.identity.model import LoginAttempts
from services.identity.model.login_attempts import ADDRESS

pytestmark = pytest.mark.every_environment

MINUTE = 60


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def address(installation: Installation, customer: Customer) -> str:
    return an_account(installation, customer)


def outcome(
    installation: Installation, email: str, password: str = "wrong horse battery", place: str = "192.0.2.1"
) -> str:
    try:
        installation.call(LogIn, Caller.visitor(), email=email, password=password, client_address=place)
    except ContractError as refusal:
        return refusal.code
    return "in"


def guess(installation: Installation, email: str, times: int, place: str = "192.0.2.1") -> None:
    """Guess wrongly so often, with as much patience as the pauses ask for."""
    minutes = 0
    for _ in range(times):
        while (told := outcome(installation, email, place=place)) != WrongCredentials.code:
            assert told == TooManyAttempts.code
            minutes += 1
            installation.shift(minutes=minutes)


def test_the_first_five_wrong_passwords_cost_no_pause(installation: Installation, address: str) -> None:
    assert [outcome(installation, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_who_began_before_a_free_try_was_counted_does_not_wait_for_it() -> None:
    began = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    tries = LoginAttempts(subject="", count=0, next_at=began)
    tries.count_one(ADDRESS, began + dt.timedelta(seconds=1))
    assert tries.wait(ADDRESS, began) == dt.timedelta()


def test_after_that_the_next_one_has_to_wait(installation: Installation, address: str) -> None:
    guess(installation, address, 6)
    assert outcome(installation, address) == TooManyAttempts.code


def test_after_ten_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(
    installation: Installation, address: str
) -> None:
    guess(installation, address, 10)
    with pytest.raises(TooManyAttempts) as refusal:
        installation.call(LogIn, Caller.visitor(), email=address, password=PASSWORD, client_address="192.0.2.1")
    assert 14 * MINUTE < refusal.value.params["seconds"] <= 15 * MINUTE


def test_the_owner_still_gets_in_from_elsewhere(installation: Installation, address: str) -> None:
    guess(installation, address, 10)
    assert outcome(installation, address, PASSWORD, place="198.51.100.7") == "in"


def test_an_address_that_nobody_has_is_counted_likewise(installation: Installation) -> None:
    guess(installation, "nobody-at-all@vandijk.example", 10, place="192.0.2.9")
    assert outcome(installation, "nobody-at-all@vandijk.example", place="192.0.2.9") == TooManyAttempts.code


def test_the_right_password_forgets_the_wrong_ones(installation: Installation, address: str) -> None:
    guess(installation, address, 5)
    assert outcome(installation, address, PASSWORD) == "in"
    assert [outcome(installation, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_guesses_at_the_same_moment_do_not_pass_the_limit(installation: Installation, address: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda _: outcome(installation, address), range(20)))
    assert told.count(WrongCredentials.code) <= 6
    assert told.count(TooManyAttempts.code) >= 14


def test_guesses_from_everywhere_at_the_same_moment_do_not_pass_the_limit_and_leave_the_owner_alone(
    installation: Installation, address: str
) -> None:
    assert outcome(installation, address, PASSWORD, place="198.51.100.8") == "in"
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda place: outcome(installation, address, place=f"203.0.113.{place}"), range(60)))
    assert told.count(WrongCredentials.code) <= 51
    assert TooManyAttempts.code in told
    assert outcome(installation, address, PASSWORD, place="198.51.100.8") == "in"


def test_one_place_cannot_try_one_password_at_a_hundred_accounts(installation: Installation) -> None:
    told = [outcome(installation, f"somebody{i}@vandijk.example", place="203.0.113.5") for i in range(52)]
    assert told[-1] == TooManyAttempts.code


def test_neither_mail_nor_network_addresses_are_kept_with_the_count(installation: Installation, address: str) -> None:
    outcome(installation, address)
    kept = installation.rows("identity", select(LoginAttempts.subject))
    assert kept
    assert all(len(row.subject) == 64 and set(row.subject) <= set("0123456789abcdef") for row in kept)
