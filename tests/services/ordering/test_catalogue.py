"""The catalogue says what fits which machine, to those who see the machine."""

import uuid
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, a_supply, number
from contracts.running import STAFF, House

from services.chassis.contract import Caller, NotAllowed, NotLoggedIn
from services.fleet.contracts import DeleteGroup, MachineNotFound
from services.identity.contracts import Right, StaffRight
from services.ordering.contracts import ListFittingSupplies, RecordSupply, UnknownModel

Model = tuple[str, str]


@pytest.fixture(scope="module")
def customer(house: House) -> Customer:
    return a_customer(house)


@pytest.fixture
def model() -> Model:
    """One that no other test knows."""
    return "Konica Minolta", number("bizhub ")


@pytest.fixture
def machine(house: House, customer: Customer, model: Model) -> str:
    return machine_of(house, customer, model)


def machine_of(house: House, customer: Customer, model: Model, **values: Any) -> str:
    return a_machine(house, customer, manufacturer=model[0], model_name=model[1], **values)


def fitting(house: House, caller: Caller, machine_id: str) -> list[str]:
    return [row["sku"] for row in house.call(ListFittingSupplies, caller, machine_id=machine_id)["rows"]]


def test_what_fits_a_machine_is_what_the_catalogue_says_of_its_model(
    house: House, customer: Customer, model: Model, machine: str
) -> None:
    supply = a_supply(house, model)
    other = number("bizhub ")
    machine_of(house, customer, ("Konica Minolta", other))
    a_supply(house, ("Konica Minolta", other))
    assert fitting(house, customer.user(), machine) == [supply["sku"]]


def test_nothing_fits_a_machine_whose_model_is_in_no_supply(house: House, customer: Customer, machine: str) -> None:
    assert fitting(house, customer.user(), machine) == []


def test_a_supply_that_fits_several_models_fits_machines_of_each(
    house: House, customer: Customer, model: Model, machine: str
) -> None:
    other = ("Canon", number("iR "))
    second = machine_of(house, customer, other)
    supply = a_supply(house, model, other)
    assert fitting(house, customer.user(), machine) == fitting(house, customer.user(), second) == [supply["sku"]]


def test_a_supply_recorded_again_fits_exactly_the_models_given(
    house: House, customer: Customer, model: Model, machine: str
) -> None:
    other = ("Canon", number("iR "))
    second = machine_of(house, customer, other)
    sku = a_supply(house, model)["sku"]
    a_supply(house, other, sku=sku)
    assert (fitting(house, customer.user(), machine), fitting(house, customer.user(), second)) == ([], [sku])


def test_a_machine_that_gets_another_model_gets_what_fits_that(house: House, customer: Customer, model: Model) -> None:
    equipment_number = number("E")
    machine = machine_of(house, customer, ("Canon", number("iR ")), equipment_number=equipment_number)
    machine_of(house, customer, model, equipment_number=equipment_number)
    sku = a_supply(house, model)["sku"]
    assert fitting(house, customer.user(), machine) == [sku]


def test_supplies_are_told_by_kind_and_colour(house: House, customer: Customer, model: Model, machine: str) -> None:
    a_supply(house, model, sku=number("c"), colour="yellow")
    a_supply(house, model, sku=number("b"), colour="black")
    a_supply(house, model, sku=number("a"), kind="drum", colour="none")
    rows = house.call(ListFittingSupplies, customer.user(), machine_id=machine)["rows"]
    assert [(row["kind"], row["colour"]) for row in rows] == [("drum", "none"), ("toner", "black"), ("toner", "yellow")]


def test_a_price_is_told_as_it_was_recorded(house: House, customer: Customer, model: Model, machine: str) -> None:
    price = {"amount": 12995, "currency": "EUR"}
    a_supply(house, model, included_in_contract=False, price=price)
    (row,) = house.call(ListFittingSupplies, customer.user(), machine_id=machine)["rows"]
    assert (row["included_in_contract"], row["price"]) == (False, price)


def test_a_model_that_fleet_has_not_is_refused_by_its_name(house: House) -> None:
    with pytest.raises(UnknownModel) as refusal:
        a_supply(house, ("Konica Minolta", "made up"))
    assert refusal.value.params == {"manufacturer": "Konica Minolta", "name": "made up"}


def test_a_refused_supply_is_not_in_the_catalogue(house: House, customer: Customer, model: Model, machine: str) -> None:
    with pytest.raises(UnknownModel):
        a_supply(house, model, ("Konica Minolta", "made up"))
    assert fitting(house, customer.user(), machine) == []


def test_a_user_sees_what_fits_the_machines_of_his_groups(
    house: House, customer: Customer, model: Model, machine: str
) -> None:
    sku = a_supply(house, model)["sku"]
    limited = customer.user(groups=[a_group(house, customer, machine)])
    assert fitting(house, limited, machine) == [sku]


def test_a_hidden_machine_is_not_found(house: House, customer: Customer, machine: str) -> None:
    limited = customer.user(groups=[a_group(house, customer)])
    with pytest.raises(MachineNotFound):
        fitting(house, limited, machine)


def test_a_machine_is_hidden_when_its_group_is_deleted(house: House, customer: Customer, machine: str) -> None:
    group = a_group(house, customer, machine)
    house.call(DeleteGroup, STAFF, group_id=group)
    house.settle()
    with pytest.raises(MachineNotFound):
        fitting(house, customer.user(groups=[group]), machine)


def test_another_customers_machine_is_not_found(house: House, machine: str) -> None:
    with pytest.raises(MachineNotFound):
        fitting(house, a_customer(house).user(), machine)


def test_a_hidden_machine_is_refused_like_one_that_does_not_exist(
    house: House, customer: Customer, machine: str
) -> None:
    refusals = []
    for caller, machine_id in ((customer.user(groups=[]), machine), (customer.user(), str(uuid.uuid4()))):
        with pytest.raises(MachineNotFound) as refusal:
            fitting(house, caller, machine_id)
        refusals.append(refusal.value.to_wire())
    assert refusals[0] == refusals[1]


def test_a_machine_that_moved_is_found_by_its_new_customer_alone(
    house: House, customer: Customer, model: Model
) -> None:
    equipment_number, new = number("E"), a_customer(house)
    machine = machine_of(house, customer, model, equipment_number=equipment_number)
    machine_of(house, new, model, equipment_number=equipment_number)
    assert fitting(house, new.user(), machine) == []
    with pytest.raises(MachineNotFound):
        fitting(house, customer.user(), machine)


def test_staff_see_what_fits_any_machine(house: House, model: Model, machine: str) -> None:
    sku = a_supply(house, model)["sku"]
    assert fitting(house, STAFF, machine) == [sku]


def test_a_visitor_is_told_to_log_in(house: House, machine: str) -> None:
    with pytest.raises(NotLoggedIn):
        fitting(house, Caller.visitor(), machine)


def test_only_staff_who_handle_orders_write_the_catalogue(house: House, customer: Customer) -> None:
    request, _ = RecordSupply.example
    for caller in (customer.user(*Right), Caller.operator(*(set(StaffRight) - {StaffRight.HANDLE_ORDERS}))):
        with pytest.raises(NotAllowed):
            house.call(RecordSupply, caller, **request)
