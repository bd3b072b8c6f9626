"""The machine that a guest asks for: by number and postcode, by label, or by id for one action."""

from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_machine, number
from contracts.guests import a_label, allow_guests
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid
from services.fleet.contracts import FindGuestMachine, GuestAction, RevokeMachineLabels, UpsertMachine

ORDER, SERVICE, STATUS = map(str, GuestAction)
NOWHERE: dict[str, Any] = {"machine": None, "actions": []}
PLACE = {"site": "Kantoor", "street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "room": "2.01"}


@pytest.fixture
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def find(installation: Installation, **request: Any) -> dict[str, Any]:
    return installation.call(FindGuestMachine, Caller.service("identity"), **request)


@pytest.mark.every_environment
def test_number_and_postcode_are_compared_without_spaces_hyphens_and_case(
    installation: Installation, customer: Customer
) -> None:
    equipment_number = number("VD-")
    machine = a_machine(installation, customer, equipment_number=equipment_number, location=PLACE)
    allow_guests(installation, customer, ORDER)
    typed = equipment_number.lower().replace("-", " ")
    found = find(installation, equipment_number=typed, postcode="1000-aa")
    assert found == {
        "machine": {
            "machine_id": machine,
            "customer_id": str(customer.id),
            "equipment_number": equipment_number,
            "manufacturer": "Konica Minolta",
            "model": "bizhub C250i",
            "place": {"site": "Kantoor", "building": "", "floor": "", "room": "2.01", "city": "Amsterdam"},
        },
        "actions": [ORDER],
    }


@pytest.mark.parametrize(("right_number", "postcode"), [(True, "1000 AB"), (False, "1000 AA"), (True, " ")])
def test_a_wrong_number_or_postcode_finds_nothing(
    installation: Installation, customer: Customer, right_number: bool, postcode: str
) -> None:
    equipment_number = number("E")
    a_machine(installation, customer, equipment_number=equipment_number, location=PLACE)
    allow_guests(installation, customer)
    typed = equipment_number if right_number else number("E")
    assert find(installation, equipment_number=typed, postcode=postcode) == NOWHERE


def test_a_machine_without_postcode_is_not_found_by_number(installation: Installation, customer: Customer) -> None:
    equipment_number = number("E")
    a_machine(installation, customer, equipment_number=equipment_number)
    allow_guests(installation, customer)
    assert find(installation, equipment_number=equipment_number, postcode="-") == NOWHERE


def test_numbers_that_differ_in_hyphens_only_are_distinguished_as_typed(
    installation: Installation, customer: Customer
) -> None:
    base = number("8")
    numbers = [f"{base}-1", f"{base[:-1]}-{base[-1]}1", f"{base[0]}-{base[1:]}1"]
    machines = [a_machine(installation, customer, equipment_number=one, location=PLACE) for one in numbers]
    allow_guests(installation, customer)
    found = [find(installation, equipment_number=one, postcode="1000AA") for one in numbers]
    assert [one["machine"]["machine_id"] for one in found] == machines
    assert find(installation, equipment_number=f"{base}1", postcode="1000AA") == NOWHERE


def test_an_action_is_confirmed_for_a_machine(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    allow_guests(installation, customer, ORDER)
    assert find(installation, machine_id=machine, action=ORDER)["actions"] == [ORDER]
    assert find(installation, machine_id=machine, action=SERVICE) == NOWHERE


def test_exactly_one_way_to_find_a_machine_is_given(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    for request in ({}, {"label": "x", "machine_id": machine, "action": ORDER}, {"machine_id": machine}):
        with pytest.raises(Invalid):
            find(installation, **request)


def test_a_revoked_label_finds_nothing(installation: Installation, customer: Customer) -> None:
    machine = a_machine(installation, customer)
    allow_guests(installation, customer)
    code = a_label(installation, machine)
    installation.call(RevokeMachineLabels, STAFF, machine_ids=[machine])
    assert find(installation, label=code) == NOWHERE


def test_a_label_is_dead_when_its_machine_has_moved_to_another_customer(
    installation: Installation, customer: Customer
) -> None:
    equipment_number, new_owner = number("E"), a_customer(installation)
    machine = a_machine(installation, customer, equipment_number=equipment_number)
    code = a_label(installation, machine)
    allow_guests(installation, new_owner)
    moved = UpsertMachine.example[0] | {"customer_number": new_owner.number, "equipment_number": equipment_number}
    installation.call(UpsertMachine, STAFF, **moved | {"serial_number": number("S")})
    assert find(installation, label=code) == NOWHERE
    assert find(installation, label=a_label(installation, machine))["machine"]["customer_id"] == str(new_owner.id)


@pytest.mark.parametrize("code", ["", "a" * 101, "é", "a\nb"])
def test_a_text_that_cannot_be_a_code_finds_nothing(installation: Installation, code: str) -> None:
    assert find(installation, label=code) == NOWHERE
