"""Staff upsert machines and models; machines created by readings are adopted, and numbers are unique."""

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


def get_machine(installation: Installation, machine_id: str) -> dict[str, Any]:
    return installation.call(GetMachine, STAFF, machine_id=machine_id)


def test_upserting_a_machine_updates_it(installation: Installation, customer: Customer) -> None:
    equipment_number = number("E")
    first = a_machine(installation, customer, equipment_number=equipment_number, cost_centre="4100")
    second = a_machine(installation, customer, equipment_number=equipment_number, cost_centre="4200")
    assert first == second
    assert get_machine(installation, first)["cost_centre"] == "4200"


def test_a_machine_of_an_unknown_customer_is_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCustomer):
        installation.call(UpsertMachine, STAFF, customer_number="none", equipment_number="1", **MODEL)


@pytest.mark.parametrize("field", ["serial_number", "mac_address"])
def test_a_number_of_another_machine_is_refused(installation: Installation, customer: Customer, field: str) -> None:
    used = number("T")
    a_machine(installation, customer, **{field: used})
    with pytest.raises(NumberTaken) as error:
        a_machine(installation, customer, **{field: used})
    assert error.value.params == {"number": field, "value": used}


def test_a_number_of_another_customers_machine_is_refused(installation: Installation, customer: Customer) -> None:
    used = number("T")
    a_machine(installation, a_customer(installation), serial_number=used)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=used)


def test_a_refused_machine_is_not_created(installation: Installation, customer: Customer) -> None:
    used, equipment_number = number("T"), number("E")
    a_machine(installation, customer, serial_number=used)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=used, equipment_number=equipment_number)
    assert installation.call(ListMachines, STAFF, text=equipment_number)["rows"] == []


@pytest.mark.parametrize("field", ["serial_number", "mac_address"])
def test_a_machine_created_by_readings_is_adopted(installation: Installation, customer: Customer, field: str) -> None:
    device = {"serial_number": "", field: number("F")}
    (result,) = submit(installation, customer, a_reading(installation, 1234, device=device))
    upserted = a_machine(installation, customer, **{field: device[field]})
    assert upserted == result["machine_id"]


def test_an_adopted_machine_keeps_its_readings(installation: Installation, customer: Customer) -> None:
    serial_number, equipment_number = number("F"), number("E")
    submit(installation, customer, a_reading(installation, 1234, device={"serial_number": serial_number}))
    adopted = a_machine(installation, customer, serial_number=serial_number, equipment_number=equipment_number)
    shown = get_machine(installation, adopted)
    assert (shown["equipment_number"], shown["total"], shown["monitoring"]) == (equipment_number, 1234, "connected")
    assert len(installation.call(ListReadings, STAFF, machine_id=adopted)["rows"]) == 1


def test_a_machine_with_an_equipment_number_is_not_adopted_under_another(
    installation: Installation, customer: Customer
) -> None:
    serial_number = number("S")
    a_machine(installation, customer, serial_number=serial_number)
    with pytest.raises(NumberTaken):
        a_machine(installation, customer, serial_number=serial_number, equipment_number=number("E"))


def test_model_names_are_compared_without_case(installation: Installation) -> None:
    name = number("Model ")
    first = installation.call(UpsertModel, STAFF, manufacturer="Canon", name=name)
    assert installation.call(UpsertModel, STAFF, manufacturer="CANON", name=name.upper())["id"] == first["id"]


def test_a_machine_gets_the_upserted_model(installation: Installation, customer: Customer) -> None:
    name = number("Model ")
    installation.call(UpsertModel, STAFF, manufacturer="Canon", name=name, colour=True)
    machine = a_machine(installation, customer, manufacturer="canon", model_name=name.lower())
    shown = get_machine(installation, machine)
    assert (shown["manufacturer"], shown["model_name"]) == ("Canon", name)


@pytest.mark.parametrize("operation", [UpsertMachine, UpsertModel])
def test_upserting_requires_the_right_to_manage_the_fleet(
    installation: Installation, customer: Customer, operation: Any
) -> None:
    request, _ = operation.example
    for caller in (customer.caller(*Right), Caller.operator(*(set(StaffRight) - {StaffRight.MANAGE_FLEET}))):
        with pytest.raises(NotAllowed):
            installation.call(operation, caller, **request)
