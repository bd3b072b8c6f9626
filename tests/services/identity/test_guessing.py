"""Guessing passwords: counted in the database, per account and per address; the owner still gets in (ASVS 6.3.1)."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account
from contracts.running import House
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError
from services.identity.contracts import LogIn, TooManyTries, WrongCredentials
from services.identity.model import Tries
from services.identity.model.tries import ADDRESS

MINUTE = 60


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture
def address(house: House, customer: Customer) -> str:
    return an_account(house, customer)


def outcome(house: House, email: str, password: str = "wrong horse battery", place: str = "192.0.2.1") -> str:
    try:
        house.call(LogIn, Caller.visitor(), email=email, password=password, client_address=place)
    except ContractError as refusal:
        return refusal.code
    return "in"


def guess(house: House, email: str, times: int, place: str = "192.0.2.1") -> None:
    """Guess wrongly so often, with as much patience as the pauses ask for."""
    minutes = 0
    for _ in range(times):
        while (told := outcome(house, email, place=place)) != WrongCredentials.code:
            assert told == TooManyTries.code
            minutes += 1
            house.shift(minutes=minutes)


def test_the_first_five_wrong_passwords_cost_no_pause(house: House, address: str) -> None:
    assert [outcome(house, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_who_began_before_a_free_try_was_counted_does_not_wait_for_it() -> None:
    began = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    tries = Tries(subject="", count=0, next_at=began)
    tries.count_one(ADDRESS, began + dt.timedelta(seconds=1))
    assert tries.wait(ADDRESS, began) == dt.timedelta()


def test_after_that_the_next_one_has_to_wait(house: House, address: str) -> None:
    guess(house, address, 6)
    assert outcome(house, address) == TooManyTries.code


def test_after_ten_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(house: House, address: str) -> None:
    guess(house, address, 10)
    with pytest.raises(TooManyTries) as refusal:
        house.call(LogIn, Caller.visitor(), email=address, password=PASSWORD, client_address="192.0.2.1")
    assert 14 * MINUTE < refusal.value.params["seconds"] <= 15 * MINUTE


def test_the_owner_still_gets_in_from_elsewhere(house: House, address: str) -> None:
    guess(house, address, 10)
    assert outcome(house, address, PASSWORD, place="198.51.100.7") == "in"


def test_an_address_that_nobody_has_is_counted_likewise(house: House) -> None:
    guess(house, "nobody-at-all@vandijk.example", 10, place="192.0.2.9")
    assert outcome(house, "nobody-at-all@vandijk.example", place="192.0.2.9") == TooManyTries.code


def test_the_right_password_forgets_the_wrong_ones(house: House, address: str) -> None:
    guess(house, address, 5)
    assert outcome(house, address, PASSWORD) == "in"
    assert [outcome(house, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_guesses_at_the_same_moment_do_not_pass_the_limit(house: House, address: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda _: outcome(house, address), range(20)))
    assert told.count(WrongCredentials.code) <= 6
    assert told.count(TooManyTries.code) >= 14


def test_guesses_from_everywhere_at_the_same_moment_do_not_pass_the_limit_and_leave_the_owner_alone(
    house: House, address: str
) -> None:
    assert outcome(house, address, PASSWORD, place="198.51.100.8") == "in"
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda place: outcome(house, address, place=f"203.0.113.{place}"), range(60)))
    assert told.count(WrongCredentials.code) <= 51
    assert TooManyTries.code in told
    assert outcome(house, address, PASSWORD, place="198.51.100.8") == "in"


def test_one_place_cannot_try_one_password_at_a_hundred_accounts(house: House) -> None:
    told = [outcome(house, f"somebody{i}@vandijk.example", place="203.0.113.5") for i in range(52)]
    assert told[-1] == TooManyTries.code


def test_neither_mail_nor_network_addresses_are_kept_with_the_count(house: House, address: str) -> None:
    outcome(house, address)
    kept = house.rows("identity", select(Tries.subject))
    assert kept
    assert all(len(row.subject) == 64 and set(row.subject) <= set("0123456789abcdef") for row in kept)
