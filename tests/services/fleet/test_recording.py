"""Staff record machines and models; what readings found before is adopted, and no number is there twice."""

from typing import Any

import pytest
from contracts.builders import MODEL, Customer, a_customer, a_machine, a_reading, number, submit
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotAllowed
from services.fleet.contracts import GetMachine, ListMachines, ListReadings, NumberTaken, UpsertMachine, UpsertModel
from services.identity.contracts import Right, StaffRight, UnknownCustomer

pytestmark = pytest.mark.every_environment


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


def find(installation: Installation, machine_id: str) -> dict[str, Any]:
    return installation.call(GetMachine, STAFF, machine_id=machine_id)


def test_a_machine_recorded_again_is_the_same_one_brought_up_to_date(
    installation: Installation, customer: Customer
) -> None:
    equipment_number = number("E")
    first = a_machine(installation, customer, equipment_number=equipment_number, cost_centre="4100")
    second = a_machine(installation, customer, equipment_number=equipment_number, cost_centre="4200")
    assert first == second
    assert find(installation, first)["cost_centre"] == "4200"


def test_a_machine_of_an_unknown_customer_is_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCustomer):
        installation.call(UpsertMachine, STAFF, customer_number="none", equipment_number="1", **MODEL)


@pytest.mark.parametrize("which", ["serial_number", "mac_address"])
def test_a_number_that_another_machine_has_is_taken(installation: Installation, customer: Customer, which: str) -> None:
    taken = number("T")
    a_machine(installation, customer, **{which: taken})
    with pytest.raises(NumberTaken) as refusal:
        a_machine(installation, customer, **{which: taken})
    assert refusal.value.params == {"number": which, "value": taken}


def test_a_number_that_another_customers_machine_has_is_taken_too(
    installation: Installation, customer: Customer
) -> None:
    taken = number("T")
    a_machine(installation, a_customer(installation), serial_number=taken)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=taken)


def test_a_refused_machine_leaves_nothing_behind(installation: Installation, customer: Customer) -> None:
    taken, equipment_number = number("T"), number("E")
    a_machine(installation, customer, serial_number=taken)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=taken, equipment_number=equipment_number)
    assert installation.call(ListMachines, STAFF, text=equipment_number)["rows"] == []


@pytest.mark.parametrize("which", ["serial_number", "mac_address"])
def test_a_machine_that_readings_found_is_adopted(installation: Installation, customer: Customer, which: str) -> None:
    device = {"serial_number": "", which: number("F")}
    (found,) = submit(installation, customer, a_reading(installation, 1234, device=device))
    recorded = a_machine(installation, customer, **{which: device[which]})
    assert recorded == found["machine_id"]


def test_an_adopted_machine_keeps_what_it_said(installation: Installation, customer: Customer) -> None:
    serial_number, equipment_number = number("F"), number("E")
    submit(installation, customer, a_reading(installation, 1234, device={"serial_number": serial_number}))
    adopted = a_machine(installation, customer, serial_number=serial_number, equipment_number=equipment_number)
    told = find(installation, adopted)
    assert (told["equipment_number"], told["total"], told["monitoring"]) == (equipment_number, 1234, "connected")
    assert len(installation.call(ListReadings, STAFF, machine_id=adopted)["rows"]) == 1


def test_a_machine_that_has_a_sticker_is_not_adopted_under_another(
    installation: Installation, customer: Customer
) -> None:
    serial_number = number("S")
    a_machine(installation, customer, serial_number=serial_number)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=serial_number, equipment_number=number("E"))


def test_models_are_one_whatever_the_case_of_their_name(installation: Installation) -> None:
    name = number("Model ")
    first = installation.call(UpsertModel, STAFF, manufacturer="Canon", name=name)
    assert installation.call(UpsertModel, STAFF, manufacturer="CANON", name=name.upper())["id"] == first["id"]


def test_a_machine_gets_the_model_that_is_recorded(installation: Installation, customer: Customer) -> None:
    name = number("Model ")
    installation.call(UpsertModel, STAFF, manufacturer="Canon", name=name, colour=True)
    machine = a_machine(installation, customer, manufacturer="canon", model_name=name.lower())
    told = find(installation, machine)
    assert (told["manufacturer"], told["model_name"]) == ("Canon", name)


@pytest.mark.parametrize("operation", [UpsertMachine, UpsertModel])
def test_only_staff_who_manage_the_fleet_record(installation: Installation, customer: Customer, operation: Any) -> None:
    request, _ = operation.example
    for caller in (customer.user(*Right), Caller.operator(*(set(StaffRight) - {StaffRight.MANAGE_FLEET}))):
        with pytest.raises(NotAllowed):
            installation.call(operation, caller, **request)
