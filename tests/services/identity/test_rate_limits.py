"""Login attempts are counted in the database per account and per address; the owner can still log in (ASVS 6.3.1)."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account
from contracts.running import Installation
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, TooManyAttempts
from services.chassis.persistence.rate_limits import Counter
from services.chassis.persistence.tables import rate_limit_counters
from services.identity.contracts import LogIn, WrongCredentials
from services.identity.model.rate_limits import IP

pytestmark = pytest.mark.every_environment

MINUTE = 60


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def address(installation: Installation, customer: Customer) -> str:
    return an_account(installation, customer)


def outcome(
    installation: Installation, email: str, password: str = "wrong horse battery", client_address: str = "192.0.2.1"
) -> str:
    try:
        installation.call(LogIn, Caller.visitor(), email=email, password=password, client_address=client_address)
    except ContractError as refusal:
        return refusal.code
    return "in"


def guess(installation: Installation, email: str, times: int, client_address: str = "192.0.2.1") -> None:
    """Make wrong attempts, waiting as long as the limits demand."""
    minutes = 0
    for _ in range(times):
        while (code := outcome(installation, email, client_address=client_address)) != WrongCredentials.code:
            assert code == TooManyAttempts.code
            minutes += 1
            installation.shift(minutes=minutes)


def test_five_wrong_passwords_cause_no_wait(installation: Installation, address: str) -> None:
    assert [outcome(installation, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_a_login_started_before_a_free_attempt_was_counted_does_not_wait() -> None:
    started = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    attempts = Counter(subject="", count=0, next_at=started)
    IP.count_one(attempts, started + dt.timedelta(seconds=1))
    assert IP.wait(attempts, started) == dt.timedelta()


def test_the_seventh_attempt_has_to_wait(installation: Installation, address: str) -> None:
    guess(installation, address, 6)
    assert outcome(installation, address) == TooManyAttempts.code


def test_after_ten_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(
    installation: Installation, address: str
) -> None:
    guess(installation, address, 10)
    with pytest.raises(TooManyAttempts) as refusal:
        installation.call(LogIn, Caller.visitor(), email=address, password=PASSWORD, client_address="192.0.2.1")
    assert 14 * MINUTE < refusal.value.params["seconds"] <= 15 * MINUTE


def test_the_owner_can_log_in_from_another_address(installation: Installation, address: str) -> None:
    guess(installation, address, 10)
    assert outcome(installation, address, PASSWORD, client_address="198.51.100.7") == "in"


def test_attempts_at_an_unknown_account_are_counted(installation: Installation) -> None:
    guess(installation, "nobody-at-all@vandijk.example", 10, client_address="192.0.2.9")
    assert outcome(installation, "nobody-at-all@vandijk.example", client_address="192.0.2.9") == TooManyAttempts.code


def test_a_login_resets_the_count(installation: Installation, address: str) -> None:
    guess(installation, address, 5)
    assert outcome(installation, address, PASSWORD) == "in"
    assert [outcome(installation, address) for _ in range(5)] == [WrongCredentials.code] * 5


def test_parallel_attempts_do_not_exceed_the_limit(installation: Installation, address: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: outcome(installation, address), range(20)))
    assert outcomes.count(WrongCredentials.code) <= 6
    assert outcomes.count(TooManyAttempts.code) >= 14


def test_distributed_attempts_are_limited_and_the_owner_can_log_in(installation: Installation, address: str) -> None:
    assert outcome(installation, address, PASSWORD, client_address="198.51.100.8") == "in"
    with ThreadPoolExecutor(12) as pool:
        outcomes = list(
            pool.map(lambda host: outcome(installation, address, client_address=f"203.0.113.{host}"), range(60))
        )
    assert outcomes.count(WrongCredentials.code) <= 51
    assert TooManyAttempts.code in outcomes
    assert outcome(installation, address, PASSWORD, client_address="198.51.100.8") == "in"


def test_attempts_from_one_address_at_many_accounts_are_limited(installation: Installation) -> None:
    outcomes = [outcome(installation, f"somebody{i}@vandijk.example", client_address="203.0.113.5") for i in range(52)]
    assert outcomes[-1] == TooManyAttempts.code


def test_addresses_of_one_ipv6_network_count_as_one(installation: Installation, address: str) -> None:
    guesses = [outcome(installation, address, client_address=f"2001:db8:0:1::{host}") for host in range(7)]
    assert guesses[-1] == TooManyAttempts.code
    assert outcome(installation, address, PASSWORD, client_address="2001:db8:0:2::1") == "in"


def test_an_ipv4_address_counts_as_one_however_it_arrives(installation: Installation, address: str) -> None:
    spellings = ["198.51.100.9", "::ffff:198.51.100.9", "::ffff:c633:6409"] * 3
    assert outcome(installation, address, client_address=spellings[0]) == WrongCredentials.code
    assert TooManyAttempts.code in [outcome(installation, address, client_address=one) for one in spellings]


def test_guesses_from_a_known_address_do_not_lock_out_colleagues_there(
    installation: Installation, address: str
) -> None:
    office = "2001:db8:0:3::"
    assert outcome(installation, address, PASSWORD, client_address=f"{office}1") == "in"
    guesses = [outcome(installation, f"guess{i}@vandijk.example", client_address=f"{office}2") for i in range(52)]
    assert guesses[-1] == TooManyAttempts.code
    assert outcome(installation, address, PASSWORD, client_address=f"{office}3") == "in"


def test_addresses_are_stored_as_hashes_only(installation: Installation, address: str) -> None:
    outcome(installation, address)
    rows = installation.rows("identity", select(rate_limit_counters.c.subject))
    assert rows
    assert all(len(row.subject) == 64 and set(row.subject) <= set("0123456789abcdef") for row in rows)
