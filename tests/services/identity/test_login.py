"""Logging in with the right password; errors reveal nothing about accounts."""

import contextlib
import json
from typing import Any

import pytest
from argon2 import PasswordHasher
from contracts.builders import PASSWORD, Customer, a_customer, an_account, number
from contracts.running import Installation
from eventually import eventually
from sqlalchemy import select, update

from services.chassis.bus import Client
from services.chassis.contract import Caller, ContractError, Invalid, ServiceUnavailable
from services.chassis.contract.caller import GATEWAY
from services.chassis.persistence.tables import chassis
from services.identity.contracts import (
    CheckKnownAddress,
    CustomerStatus,
    LogIn,
    Right,
    StaffRight,
    UpsertCustomer,
    UpsertStaff,
    WrongCredentials,
)
from services.identity.model import Person
from services.identity.model.rate_limits import ACCOUNT_AND_IP


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture(scope="module")
def address(installation: Installation, customer: Customer) -> str:
    """The address of a user whom no test changes, with the usual password."""
    return an_account(installation, customer, Right.REQUEST_SERVICE)


def log_in(installation: Installation, email: str, password: str = PASSWORD) -> dict[str, Any]:
    return installation.call(LogIn, Caller.visitor(), email=email, password=password)


@pytest.mark.every_environment
def test_the_right_password_starts_a_session(installation: Installation, customer: Customer, address: str) -> None:
    session = log_in(installation, address)
    assert session["email"] == address
    assert session["customer"]["customer_number"] == customer.number
    assert session["rights"] == ["request_service"]


def test_attempts_that_find_the_service_busy_are_not_counted(
    installation: Installation, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = installation.runtime("identity").cpu_slots
    with monkeypatch.context() as busy:
        busy.setattr(slots, "_free", 0)
        busy.setattr(slots.queue, "limit", 0)
        for _ in range(ACCOUNT_AND_IP.full_pause_from):
            with pytest.raises(ServiceUnavailable):
                log_in(installation, address)
    assert log_in(installation, address)["email"] == address


def test_attempts_that_expire_before_the_check_are_not_counted(installation: Installation, address: str) -> None:
    slots = installation.runtime("identity").cpu_slots
    client = Client(installation.transport(GATEWAY), timeout=1, patience=0)
    credentials = {"email": address, "password": PASSWORD}
    with contextlib.ExitStack() as held:
        for _ in range(slots.slots):
            held.enter_context(slots.slot((), None, is_known=True))
        calls = [client.start(LogIn, Caller.visitor(), **credentials) for _ in range(ACCOUNT_AND_IP.full_pause_from)]
        for call in calls:
            with pytest.raises(ContractError):
                call.answer()
    assert eventually(lambda: slots.in_use == 0)
    assert log_in(installation, address)["email"] == address


def test_the_log_names_the_person_of_each_login_attempt(
    installation: Installation, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person_id = log_in(installation, address)["person_id"]
    with pytest.raises(WrongCredentials):
        log_in(installation, address, "wrong horse battery")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"identity.log_in"' in line]
    assert [(line["outcome"], line["person"]) for line in lines if line["event"] == "operation"] == [
        ("ok", person_id),
        ("wrong_credentials", person_id),
    ]


def test_a_wrong_password_is_refused(installation: Installation, address: str) -> None:
    with pytest.raises(WrongCredentials):
        log_in(installation, address, "wrong horse battery")


def test_an_unknown_address_gets_the_same_error_as_a_wrong_password(installation: Installation, address: str) -> None:
    errors = []
    for email in (address, "nobody@vandijk.example"):
        with pytest.raises(WrongCredentials) as error:
            log_in(installation, email, "wrong horse battery")
        errors.append(error.value.to_wire())
    assert errors[0] == errors[1]


def test_an_address_is_accepted_in_any_case_and_with_spaces(installation: Installation, address: str) -> None:
    assert log_in(installation, f" {address.upper()} ")["email"] == address


def test_a_password_is_not_trimmed(installation: Installation, address: str) -> None:
    with pytest.raises(WrongCredentials):
        log_in(installation, address, f" {PASSWORD}")


def test_a_password_of_200_characters_is_not_truncated(installation: Installation, customer: Customer) -> None:
    long = PASSWORD.ljust(199, "x")
    email = an_account(installation, customer, password=long + "a")
    assert log_in(installation, email, long + "a")["email"] == email
    with pytest.raises(WrongCredentials):
        log_in(installation, email, long + "b")


def test_a_password_above_the_maximum_length_is_refused(installation: Installation, address: str) -> None:
    with pytest.raises(Invalid):
        log_in(installation, address, "x" * 1001)


@pytest.mark.every_environment
@pytest.mark.usefixtures("real_password_hashing")
def test_a_password_hash_of_older_parameters_is_replaced_at_login(
    installation: Installation, customer: Customer
) -> None:
    address = an_account(installation, customer)
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with installation.runtime("identity").database.write("test") as session:
        session.execute(update(Person).where(Person.email == address).values(password_hash=old))
    log_in(installation, address)
    assert _hash(installation, address) != old
    assert log_in(installation, address)["email"] == address


def test_a_password_hash_of_current_parameters_is_kept(installation: Installation, address: str) -> None:
    before = _hash(installation, address)
    log_in(installation, address)
    assert _hash(installation, address) == before


def test_a_user_of_a_disabled_customer_cannot_log_in(installation: Installation) -> None:
    disabled = a_customer(installation)
    email = an_account(installation, disabled)
    disable(installation, disabled)
    with pytest.raises(WrongCredentials):
        log_in(installation, email)


def test_a_session_starts_at_a_customer_that_is_not_disabled(installation: Installation) -> None:
    disabled, other = a_customer(installation, "Almere B.V."), a_customer(installation, "Zwolle B.V.")
    email = an_account(installation, disabled)
    an_account(installation, other, email=email)
    disable(installation, disabled)
    assert log_in(installation, email)["customer"]["customer_number"] == other.number


def test_staff_log_in_without_a_customer(installation: Installation) -> None:
    email = f"{number('joris')}@dealer.example"
    installation.call(UpsertStaff, email=email, name="Joris", password=PASSWORD, rights=[StaffRight.HANDLE_SERVICE])
    session = log_in(installation, email)
    assert (session["staff"], session["customer"], session["rights"]) == (True, None, ["handle_service"])


def test_upserting_a_user_keeps_the_password(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    an_account(installation, customer, email=email, password="another good password")
    assert log_in(installation, email)


def test_neither_password_nor_a_fast_hash_of_it_is_stored(installation: Installation, customer: Customer) -> None:
    """Responses are stored with a hash of the request, which is too fast a hash for a request with a password."""
    secret = f"a secret {number()}"
    an_account(installation, customer, password=secret)
    assert secret not in database_content(installation)
    assert "upsert_user" not in database_content(installation)


def disable(installation: Installation, customer: Customer) -> None:
    installation.call(
        UpsertCustomer, customer_number=customer.number, name=customer.name, status=CustomerStatus.DISABLED
    )


def database_content(installation: Installation) -> str:
    """The content of identity's database as one text."""
    tables = [*chassis.sorted_tables, *Person.metadata.sorted_tables]
    return "\n".join(str(tuple(row)) for table in tables for row in installation.rows("identity", select(table)))


def _hash(installation: Installation, address: str) -> str:
    (row,) = installation.rows("identity", select(Person.password_hash).where(Person.email == address))
    return str(row.password_hash)


@pytest.mark.every_environment
@pytest.mark.parametrize(
    ("email", "client_address", "known"),
    [("{}", "192.0.2.44", True), ("{}", "192.0.2.45", False), ("nobody@{}", "192.0.2.44", False), ("", "", False)],
)
def test_account_is_known_where_it_has_logged_in(
    installation: Installation, email: str, client_address: str, known: bool
) -> None:
    own = an_account(installation, a_customer(installation))
    installation.call(LogIn, Caller.visitor(), email=own, password=PASSWORD, client_address="192.0.2.44")
    request = {"email": email.format(own).upper(), "client_address": client_address}
    assert installation.call(CheckKnownAddress, Caller.visitor(), **request) == {"known": known}
