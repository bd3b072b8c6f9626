"""Passes of guests: one answer for every wrong combination, counted; valid for one action and 30 minutes."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from contracts.builders import Customer, a_customer, a_machine, number
from contracts.guests import VISITOR, a_label, allow_guests, passes
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import ContractError, Invalid, ServiceUnavailable, TooManyAttempts
from services.fleet.contracts import GuestAction, StopGuestAccess
from services.identity.contracts import (
    CustomerStatus,
    GetGuestPass,
    GuestMachineNotFound,
    GuestPassExpired,
    IssueGuestPasses,
    Right,
    UpsertCustomer,
)
from services.identity.model import GuestPass
from services.identity.model.session import hash_of
from services.identity.retention_rules import RETENTION_RULES

ORDER, SERVICE, STATUS = map(str, GuestAction)
PLACE = {"site": "Kantoor", "street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "floor": "2"}


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    customer = a_customer(installation)
    allow_guests(installation, customer)
    return customer


@pytest.fixture
def equipment_number(installation: Installation, customer: Customer) -> str:
    """Of a machine at which guests may do everything."""
    equipment_number = number("E")
    a_machine(installation, customer, equipment_number=equipment_number, location=PLACE)
    return equipment_number


@pytest.fixture
def address() -> str:
    return number("address ")


def outcome(installation: Installation, equipment_number: str, postcode: str, client_address: str) -> str:
    try:
        passes(installation, client_address, equipment_number=equipment_number, postcode=postcode)
    except ContractError as refusal:
        return refusal.code
    return "in"


def test_a_guest_gets_a_pass_for_each_action_that_needs_one(
    installation: Installation, customer: Customer, equipment_number: str
) -> None:
    issued = installation.call(
        IssueGuestPasses, VISITOR, equipment_number=equipment_number, postcode="1000aa", client_address=number("a")
    )
    assert issued["actions"] == [ORDER, SERVICE, STATUS]
    assert [row["action"] for row in issued["passes"]] == [ORDER, SERVICE]
    assert issued["machine"] == {
        "equipment_number": equipment_number,
        "manufacturer": "Konica Minolta",
        "model": "bizhub C250i",
        "place": {"site": "Kantoor", "building": "", "floor": "2", "room": "", "city": "Amsterdam"},
    }


def test_a_pass_opens_one_action_at_one_machine(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    tokens = passes(installation, label=a_label(installation, machine))
    opened = installation.call(GetGuestPass, VISITOR, token=tokens[SERVICE])
    assert (opened["action"], opened["rights"]) == (SERVICE, [Right.REQUEST_SERVICE])
    assert (opened["machine_id"], opened["customer_id"]) == (machine, str(customer.id))


def test_a_pass_is_not_for_another_action(installation: Installation, equipment_number: str) -> None:
    token = passes(installation, equipment_number=equipment_number, postcode="1000 AA")[ORDER]
    assert installation.call(GetGuestPass, VISITOR, token=token, action=ORDER)["action"] == ORDER
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token, action=SERVICE)


def test_only_the_hash_of_a_pass_is_stored(installation: Installation, equipment_number: str) -> None:
    token = passes(installation, equipment_number=equipment_number, postcode="1000 AA")[ORDER]
    stored = installation.rows("identity", select(GuestPass.__table__).where(GuestPass.token_hash == hash_of(token)))
    assert len(stored) == 1
    assert token not in str(stored)


def wrong_requests(installation: Installation, customer: Customer, equipment_number: str) -> list[dict[str, str]]:
    closed, off = a_customer(installation), number("E")
    a_machine(installation, closed, equipment_number=off, location=PLACE)
    without_postcode = number("E")
    a_machine(installation, customer, equipment_number=without_postcode)
    return [
        {"equipment_number": number("E"), "postcode": "1000 AA"},
        {"equipment_number": equipment_number, "postcode": "1000 AB"},
        {"equipment_number": off, "postcode": "1000 AA"},
        {"equipment_number": without_postcode, "postcode": "1000 AA"},
        {"equipment_number": "***", "postcode": "???"},
        {"label": "VGhpcyBpcyBhIHNhbXBsZQ"},
        {"label": ""},
        {"label": "é" * 200},
    ]


def test_every_wrong_combination_gets_the_same_answer(
    installation: Installation, customer: Customer, equipment_number: str
) -> None:
    answers = []
    for request in wrong_requests(installation, customer, equipment_number):
        with pytest.raises(GuestMachineNotFound) as refusal:
            passes(installation, **request)
        answers.append((refusal.value.status, refusal.value.to_wire()))
    assert answers == [answers[0]] * len(answers)


def test_machines_of_a_disabled_customer_are_not_found(installation: Installation) -> None:
    customer = a_customer(installation)
    allow_guests(installation, customer)
    code = a_label(installation, a_machine(installation, customer))
    token = passes(installation, label=code)[ORDER]
    values = {"customer_number": customer.number, "name": customer.name, "status": CustomerStatus.DISABLED}
    installation.call(UpsertCustomer, STAFF, **values)
    with pytest.raises(GuestMachineNotFound):
        passes(installation, label=code)
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token)


def test_a_pass_ends_after_half_an_hour(installation: Installation, equipment_number: str) -> None:
    token = passes(installation, equipment_number=equipment_number, postcode="1000 AA")[ORDER]
    installation.shift(minutes=29)
    assert installation.call(GetGuestPass, VISITOR, token=token)["action"] == ORDER
    installation.shift(minutes=31)
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token)


def test_a_pass_ends_when_the_customer_stops_guest_access(installation: Installation) -> None:
    customer = a_customer(installation)
    allow_guests(installation, customer)
    token = passes(installation, label=a_label(installation, a_machine(installation, customer)))[ORDER]
    installation.call(StopGuestAccess, STAFF, customer_id=str(customer.id))
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token)


@pytest.mark.parametrize("token", ["", "unknown", "é", "a" * 500])
def test_an_unknown_pass_is_expired(installation: Installation, token: str) -> None:
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token)


def test_number_and_postcode_are_both_required(installation: Installation) -> None:
    requests: list[dict[str, Any]] = [{}, {"equipment_number": "1"}, {"label": "x", "postcode": "1000 AA"}]
    for request in requests:
        with pytest.raises(Invalid):
            installation.call(IssueGuestPasses, VISITOR, **request)


@pytest.mark.every_environment
def test_who_guesses_postcodes_has_to_wait(installation: Installation, equipment_number: str, address: str) -> None:
    guesses = [outcome(installation, equipment_number, f"1000 B{letter}", address) for letter in "ABCDEFGH"]
    assert guesses[:6] == [GuestMachineNotFound.code] * 6
    assert guesses[6:] == [TooManyAttempts.code] * 2


def test_the_right_postcode_waits_as_well(installation: Installation, equipment_number: str, address: str) -> None:
    for _ in range(6):
        outcome(installation, equipment_number, "9999 ZZ", address)
    assert outcome(installation, equipment_number, "1000 AA", address) == TooManyAttempts.code


def test_spellings_of_a_number_count_as_one(installation: Installation, equipment_number: str, address: str) -> None:
    for typed in (equipment_number, equipment_number.lower(), f" {equipment_number}-") * 2:
        outcome(installation, typed, "9999 ZZ", address)
    assert outcome(installation, equipment_number, "9999 ZZ", address) == TooManyAttempts.code


def test_a_guesser_elsewhere_does_not_delay_who_knows_the_postcode(
    installation: Installation, equipment_number: str, address: str
) -> None:
    for _ in range(6):
        outcome(installation, equipment_number, "9999 ZZ", address)
    assert outcome(installation, equipment_number, "1000 AA", number("address ")) == "in"


def test_postcodes_guessed_from_many_addresses_are_slowed_down(
    installation: Installation, equipment_number: str
) -> None:
    guesses = [outcome(installation, equipment_number, "9999 ZZ", number("address ")) for _ in range(22)]
    assert guesses[-1] == TooManyAttempts.code


def test_numbers_guessed_from_one_address_are_slowed_down(installation: Installation, address: str) -> None:
    guesses = [outcome(installation, number("none "), "1000 AA", address) for _ in range(22)]
    assert (guesses[20], guesses[21]) == (GuestMachineNotFound.code, TooManyAttempts.code)


def test_a_label_is_not_delayed_by_guesses(installation: Installation, customer: Customer, address: str) -> None:
    equipment_number = number("E")
    machine = a_machine(installation, customer, equipment_number=equipment_number, location=PLACE)
    for _ in range(7):
        outcome(installation, equipment_number, "9999 ZZ", address)
    assert passes(installation, address, label=a_label(installation, machine))


def test_successes_do_not_count(installation: Installation, equipment_number: str, address: str) -> None:
    found = [outcome(installation, equipment_number, "1000 AA", address) for _ in range(25)]
    assert found == ["in"] * 25


def test_attempts_that_fleet_did_not_answer_do_not_count(
    installation: Installation, equipment_number: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: Any, **__: Any) -> None:
        raise ServiceUnavailable(service="fleet")

    with monkeypatch.context() as away:
        away.setattr(installation.runtime("identity").client, "call", unavailable)
        for _ in range(12):
            assert outcome(installation, equipment_number, "1000 AA", address) == ServiceUnavailable.code
    assert outcome(installation, equipment_number, "1000 AA", address) == "in"


def test_a_pass_of_an_earlier_version_for_asking_the_status_has_expired(
    installation: Installation, customer: Customer
) -> None:
    machine_id = UUID(a_machine(installation, customer))
    guest_pass, token = GuestPass.issue(machine_id, customer.id, GuestAction.ASK_STATUS, installation.now)
    with installation.runtime("identity").database.write("issue") as session:
        session.add(guest_pass)
    with pytest.raises(GuestPassExpired):
        installation.call(GetGuestPass, VISITOR, token=token)


def test_old_passes_are_deleted_by_retention(installation: Installation, equipment_number: str) -> None:
    token = passes(installation, equipment_number=equipment_number, postcode="1000 AA")[ORDER]
    (rule,) = [rule for rule in RETENTION_RULES if rule.name == "guest_passes"]
    condition = rule.condition(installation.now + dt.timedelta(days=1))
    old = installation.rows("identity", select(GuestPass.token_hash).where(condition))
    assert hash_of(token) in [row.token_hash for row in old]
