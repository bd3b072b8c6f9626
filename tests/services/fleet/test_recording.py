"""Staff record machines and models; what readings found before is adopted, and no number is there twice."""

from typing import Any

import pytest
from contracts.builders import MODEL, Customer, a_customer, a_machine, a_reading, number, submit
from contracts.running import STAFF, House

from services.chassis.contract import Caller, NotAllowed
from services.fleet.contracts import FindMachine, ListMachines, ListReadings, NumberTaken, RecordMachine, RecordModel
from services.identity.contracts import Right, StaffRight, UnknownCustomer


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


def find(house: House, machine_id: str) -> dict[str, Any]:
    return house.call(FindMachine, STAFF, machine_id=machine_id)


def test_a_machine_recorded_again_is_the_same_one_brought_up_to_date(house: House, customer: Customer) -> None:
    equipment_number = number("E")
    first = a_machine(house, customer, equipment_number=equipment_number, cost_centre="4100")
    second = a_machine(house, customer, equipment_number=equipment_number, cost_centre="4200")
    assert first == second
    assert find(house, first)["cost_centre"] == "4200"


def test_a_machine_of_an_unknown_customer_is_refused(house: House) -> None:
    with pytest.raises(UnknownCustomer):
        house.call(RecordMachine, STAFF, customer_number="none", equipment_number="1", **MODEL)


@pytest.mark.parametrize("which", ["serial_number", "mac_address"])
def test_a_number_that_another_machine_has_is_taken(house: House, customer: Customer, which: str) -> None:
    taken = number("T")
    a_machine(house, customer, **{which: taken})
    with pytest.raises(NumberTaken) as refusal:
        a_machine(house, customer, **{which: taken})
    assert refusal.value.params == {"number": which, "value": taken}


def test_a_number_that_another_customers_machine_has_is_taken_too(house: House, customer: Customer) -> None:
    taken = number("T")
    a_machine(house, a_customer(house), serial_number=taken)
    with pytest.raises(NumberTaken):
        a_machine(house, customer, serial_number=taken)


def test_a_refused_machine_leaves_nothing_behind(house: House, customer: Customer) -> None:
    taken, equipment_number = number("T"), number("E")
    a_machine(house, customer, serial_number=taken)
    with pytest.raises(NumberTaken):
        a_machine(house, customer, serial_number=taken, equipment_number=equipment_number)
    assert house.call(ListMachines, STAFF, text=equipment_number)["rows"] == []


@pytest.mark.parametrize("which", ["serial_number", "mac_address"])
def test_a_machine_that_readings_found_is_adopted(house: House, customer: Customer, which: str) -> None:
    device = {"serial_number": "", which: number("F")}
    (found,) = submit(house, customer, a_reading(house, 1234, device=device))
    recorded = a_machine(house, customer, **{which: device[which]})
    assert recorded == found["machine_id"]


def test_an_adopted_machine_keeps_what_it_said(house: House, customer: Customer) -> None:
    serial_number, equipment_number = number("F"), number("E")
    submit(house, customer, a_reading(house, 1234, device={"serial_number": serial_number}))
    adopted = a_machine(house, customer, serial_number=serial_number, equipment_number=equipment_number)
    told = find(house, adopted)
    assert (told["equipment_number"], told["total"], told["monitoring"]) == (equipment_number, 1234, "connected")
    assert len(house.call(ListReadings, STAFF, machine_id=adopted)["rows"]) == 1


def test_a_machine_that_has_a_sticker_is_not_adopted_under_another(house: House, customer: Customer) -> None:
    serial_number = number("S")
    a_machine(house, customer, serial_number=serial_number)
    with pytest.raises(NumberTaken):
        a_machine(house, customer, serial_number=serial_number, equipment_number=number("E"))


def test_models_are_one_whatever_the_case_of_their_name(house: House) -> None:
    name = number("Model ")
    first = house.call(RecordModel, STAFF, manufacturer="Canon", name=name)
    assert house.call(RecordModel, STAFF, manufacturer="CANON", name=name.upper())["id"] == first["id"]


def test_a_machine_gets_the_model_that_is_recorded(house: House, customer: Customer) -> None:
    name = number("Model ")
    house.call(RecordModel, STAFF, manufacturer="Canon", name=name, colour=True)
    machine = a_machine(house, customer, manufacturer="canon", model_name=name.lower())
    told = find(house, machine)
    assert (told["manufacturer"], told["model_name"]) == ("Canon", name)


@pytest.mark.parametrize("operation", [RecordMachine, RecordModel])
def test_only_staff_who_manage_the_fleet_record(house: House, customer: Customer, operation: Any) -> None:
    request, _ = operation.example
    for caller in (customer.user(*Right), Caller.operator(*(set(StaffRight) - {StaffRight.MANAGE_FLEET}))):
        with pytest.raises(NotAllowed):
            house.call(operation, caller, **request)
