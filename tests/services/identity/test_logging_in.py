"""Logging in: with the right password, and without telling anything to whoever has not got it."""

import json
from typing import Any

import pytest
from argon2 import PasswordHasher
from contracts.builders import PASSWORD, Customer, a_customer, an_account, number
from contracts.running import House
from sqlalchemy import select, update

from services.chassis.contract import Caller, Invalid
from services.chassis.persistence.tables import chassis
from services.identity.contracts import (
    CustomerStatus,
    LogIn,
    RecordCustomer,
    RecordStaff,
    Right,
    StaffRight,
    WrongCredentials,
)
from services.identity.model import Person


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture(scope="module")
def address(house: House, customer: Customer) -> str:
    """Of a user whom no test changes, with the usual password."""
    return an_account(house, customer, Right.REQUEST_SERVICE)


def log_in(house: House, email: str, password: str = PASSWORD) -> dict[str, Any]:
    return house.call(LogIn, Caller.visitor(), email=email, password=password)


def test_the_right_password_begins_a_session(house: House, customer: Customer, address: str) -> None:
    session = log_in(house, address)
    assert session["email"] == address
    assert session["customer"]["customer_number"] == customer.number
    assert session["rights"] == ["request_service"]


def test_the_log_tells_who_came_in_and_as_whom_somebody_tried_to(
    house: House, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person_id = log_in(house, address)["person_id"]
    with pytest.raises(WrongCredentials):
        log_in(house, address, "wrong horse battery")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"identity.log_in"' in line]
    assert [(line["outcome"], line["person"]) for line in lines] == [
        ("ok", person_id),
        ("wrong_credentials", person_id),
    ]


def test_a_wrong_password_is_refused(house: House, address: str) -> None:
    with pytest.raises(WrongCredentials):
        log_in(house, address, "wrong horse battery")


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(house: House, address: str) -> None:
    refusals = []
    for email in (address, "nobody@vandijk.example"):
        with pytest.raises(WrongCredentials) as refusal:
            log_in(house, email, "wrong horse battery")
        refusals.append(refusal.value.to_wire())
    assert refusals[0] == refusals[1]


def test_an_address_is_known_in_any_case_and_with_spaces(house: House, address: str) -> None:
    assert log_in(house, f" {address.upper()} ")["email"] == address


def test_a_password_is_not_trimmed(house: House, address: str) -> None:
    with pytest.raises(WrongCredentials):
        log_in(house, address, f" {PASSWORD}")


def test_a_password_of_200_characters_counts_to_its_last(house: House, customer: Customer) -> None:
    long = PASSWORD.ljust(199, "x")
    email = an_account(house, customer, password=long + "a")
    assert log_in(house, email, long + "a")["email"] == email
    with pytest.raises(WrongCredentials):
        log_in(house, email, long + "b")


def test_a_password_beyond_all_measure_is_refused_before_it_costs_anything(house: House, address: str) -> None:
    with pytest.raises(Invalid):
        log_in(house, address, "x" * 1001)


def test_a_stored_password_of_older_parameters_is_hashed_anew(house: House, address: str) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with house.runtime("identity").database.write("test") as session:
        session.execute(update(Person).where(Person.email == address).values(password_hash=old))
    log_in(house, address)
    assert _hash(house, address) != old
    assert log_in(house, address)["email"] == address


def test_a_stored_password_of_present_parameters_stays(house: House, address: str) -> None:
    before = _hash(house, address)
    log_in(house, address)
    assert _hash(house, address) == before


def test_a_user_of_a_disabled_customer_does_not_get_in(house: House) -> None:
    disabled = a_customer(house)
    email = an_account(house, disabled)
    disable(house, disabled)
    with pytest.raises(WrongCredentials):
        log_in(house, email)


def test_a_user_of_several_customers_begins_at_one_that_is_not_disabled(house: House) -> None:
    disabled, other = a_customer(house, "Almere B.V."), a_customer(house, "Zwolle B.V.")
    email = an_account(house, disabled)
    an_account(house, other, email=email)
    disable(house, disabled)
    assert log_in(house, email)["customer"]["customer_number"] == other.number


def test_staff_log_in_without_a_customer(house: House) -> None:
    email = f"{number('joris')}@dealer.example"
    house.call(RecordStaff, email=email, name="Joris", password=PASSWORD, rights=[StaffRight.HANDLE_SERVICE])
    session = log_in(house, email)
    assert (session["staff"], session["customer"], session["rights"]) == (True, None, ["handle_service"])


def test_recording_a_user_again_leaves_the_password_as_it_was(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    an_account(house, customer, email=email, password="another good password")
    assert log_in(house, email)


def test_neither_password_nor_a_fast_hash_of_it_is_stored(house: House, customer: Customer) -> None:
    """The answers to commands are kept with a hash of the request: too fast a hash for one that holds a password."""
    secret = f"a secret {number()}"
    an_account(house, customer, password=secret)
    assert secret not in everything(house)
    assert "record_user" not in everything(house)


def disable(house: House, customer: Customer) -> None:
    house.call(RecordCustomer, customer_number=customer.number, name=customer.name, status=CustomerStatus.DISABLED)


def everything(house: House) -> str:
    """All that identity's database holds, as one text."""
    tables = [*chassis.sorted_tables, *Person.metadata.sorted_tables]
    return "\n".join(str(tuple(row)) for table in tables for row in house.rows("identity", select(table)))


def _hash(house: House, address: str) -> str:
    (row,) = house.rows("identity", select(Person.password_hash).where(Person.email == address))
    return str(row.password_hash)
