"""The catalogue lists the supplies that fit a machine, for callers who see the machine."""

import uuid
from typing import Any

import pytest
from contracts.builders import Customer, a_customer, a_group, a_machine, a_supply, an_order, an_orderer, number
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, NotAllowed, NotLoggedIn
from services.fleet.contracts import DeleteGroup, MachineNotFound
from services.identity.contracts import Right, StaffRight
from services.ordering.contracts import AddToDraft, ListFittingSupplies, ListOffers, UnknownModel, UpsertSupply

Model = tuple[str, str]


@pytest.fixture(scope="module")
def customer(installation: Installation) -> Customer:
    return a_customer(installation)


@pytest.fixture
def model() -> Model:
    """A model that no other test uses."""
    return "Konica Minolta", number("bizhub ")


@pytest.fixture
def machine(installation: Installation, customer: Customer, model: Model) -> str:
    return machine_of(installation, customer, model)


def machine_of(installation: Installation, customer: Customer, model: Model, **values: Any) -> str:
    return a_machine(installation, customer, manufacturer=model[0], model_name=model[1], **values)


def fitting(installation: Installation, caller: Caller, machine_id: str) -> list[str]:
    return [row["sku"] for row in installation.call(ListFittingSupplies, caller, machine_id=machine_id)["rows"]]


def test_supplies_of_the_machines_model_fit(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    supply = a_supply(installation, model)
    other = number("bizhub ")
    machine_of(installation, customer, ("Konica Minolta", other))
    a_supply(installation, ("Konica Minolta", other))
    assert fitting(installation, customer.caller(), machine) == [supply["sku"]]


def test_no_supply_fits_a_model_outside_the_catalogue(
    installation: Installation, customer: Customer, machine: str
) -> None:
    assert fitting(installation, customer.caller(), machine) == []


def test_a_supply_of_several_models_fits_machines_of_each(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    other = ("Canon", number("iR "))
    second = machine_of(installation, customer, other)
    supply = a_supply(installation, model, other)
    assert (
        fitting(installation, customer.caller(), machine)
        == fitting(installation, customer.caller(), second)
        == [supply["sku"]]
    )


def test_an_upserted_supply_fits_exactly_the_given_models(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    other = ("Canon", number("iR "))
    second = machine_of(installation, customer, other)
    sku = a_supply(installation, model)["sku"]
    a_supply(installation, other, sku=sku)
    assert (fitting(installation, customer.caller(), machine), fitting(installation, customer.caller(), second)) == (
        [],
        [sku],
    )


def test_supplies_follow_a_change_of_the_machines_model(
    installation: Installation, customer: Customer, model: Model
) -> None:
    equipment_number = number("E")
    machine = machine_of(installation, customer, ("Canon", number("iR ")), equipment_number=equipment_number)
    machine_of(installation, customer, model, equipment_number=equipment_number)
    sku = a_supply(installation, model)["sku"]
    assert fitting(installation, customer.caller(), machine) == [sku]


def test_supplies_are_sorted_by_kind_and_colour(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    a_supply(installation, model, sku=number("c"), colour="yellow")
    a_supply(installation, model, sku=number("b"), colour="black")
    a_supply(installation, model, sku=number("a"), kind="drum", colour="none")
    rows = installation.call(ListFittingSupplies, customer.caller(), machine_id=machine)["rows"]
    assert [(row["kind"], row["colour"]) for row in rows] == [("drum", "none"), ("toner", "black"), ("toner", "yellow")]


def test_a_price_is_returned_as_upserted(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    price = {"amount": 12995, "currency": "EUR"}
    a_supply(installation, model, included_in_contract=False, price=price)
    (row,) = installation.call(ListFittingSupplies, customer.caller(), machine_id=machine)["rows"]
    assert (row["included_in_contract"], row["price"]) == (False, price)


def test_an_unknown_model_is_refused_with_its_name(installation: Installation) -> None:
    with pytest.raises(UnknownModel) as error:
        a_supply(installation, ("Konica Minolta", "made up"))
    assert error.value.params == {"manufacturer": "Konica Minolta", "name": "made up"}


def test_a_refused_supply_is_not_in_the_catalogue(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    with pytest.raises(UnknownModel):
        a_supply(installation, model, ("Konica Minolta", "made up"))
    assert fitting(installation, customer.caller(), machine) == []


@pytest.mark.every_environment
def test_a_user_sees_supplies_of_machines_in_scope(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    sku = a_supply(installation, model)["sku"]
    limited = customer.caller(groups=[a_group(installation, customer, machine)])
    assert fitting(installation, limited, machine) == [sku]


def test_a_machine_out_of_scope_is_not_found(installation: Installation, customer: Customer, machine: str) -> None:
    limited = customer.caller(groups=[a_group(installation, customer)])
    with pytest.raises(MachineNotFound):
        fitting(installation, limited, machine)


@pytest.mark.every_environment
def test_a_machine_is_hidden_when_its_group_is_deleted(
    installation: Installation, customer: Customer, machine: str
) -> None:
    group = a_group(installation, customer, machine)
    installation.call(DeleteGroup, STAFF, group_id=group)
    installation.settle()
    with pytest.raises(MachineNotFound):
        fitting(installation, customer.caller(groups=[group]), machine)


def test_a_machine_of_another_customer_is_not_found(installation: Installation, machine: str) -> None:
    with pytest.raises(MachineNotFound):
        fitting(installation, a_customer(installation).caller(), machine)


def test_hidden_and_unknown_machines_cause_the_same_error(
    installation: Installation, customer: Customer, machine: str
) -> None:
    errors = []
    for caller, machine_id in ((customer.caller(groups=[]), machine), (customer.caller(), str(uuid.uuid4()))):
        with pytest.raises(MachineNotFound) as error:
            fitting(installation, caller, machine_id)
        errors.append(error.value.to_wire())
    assert errors[0] == errors[1]


def test_a_moved_machine_is_found_only_by_its_new_customer(
    installation: Installation, customer: Customer, model: Model
) -> None:
    equipment_number, new = number("E"), a_customer(installation)
    machine = machine_of(installation, customer, model, equipment_number=equipment_number)
    machine_of(installation, new, model, equipment_number=equipment_number)
    assert fitting(installation, new.caller(), machine) == []
    with pytest.raises(MachineNotFound):
        fitting(installation, customer.caller(), machine)


def test_staff_see_the_supplies_of_any_machine(installation: Installation, model: Model, machine: str) -> None:
    sku = a_supply(installation, model)["sku"]
    assert fitting(installation, STAFF, machine) == [sku]


def test_a_visitor_gets_not_logged_in(installation: Installation, machine: str) -> None:
    with pytest.raises(NotLoggedIn):
        fitting(installation, Caller.visitor(), machine)


def test_offers_of_several_machines_leave_out_hidden_ones(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    sku = a_supply(installation, model)["sku"]
    hidden = machine_of(installation, customer, model)
    limited = customer.caller(groups=[a_group(installation, customer, machine)])
    rows = installation.call(ListOffers, limited, machine_ids=[hidden, machine, str(uuid.uuid4())])["rows"]
    assert [(row["machine_id"], [supply["sku"] for supply in row["supplies"]]) for row in rows] == [(machine, [sku])]


@pytest.mark.every_environment
def test_offers_have_the_open_orders_and_the_quantity_in_the_basket_of_each_machine(
    installation: Installation, customer: Customer, model: Model, machine: str
) -> None:
    sku, second = a_supply(installation, model)["sku"], machine_of(installation, customer, model)
    orderer = an_orderer(customer)
    line = {"machine_id": machine, "sku": sku, "quantity": 3}
    orders = [an_order(installation, orderer, line)["reference_number"] for _ in range(2)]
    installation.call(AddToDraft, orderer, machine_id=second, sku=sku, quantity=2)

    def offered(caller: Caller) -> list[tuple[list[str], int]]:
        rows = installation.call(ListOffers, caller, machine_ids=[machine, second])["rows"]
        supplies = [supply for row in rows for supply in row["supplies"]]
        return [([order["reference_number"] for order in row["open_orders"]], row["in_basket"]) for row in supplies]

    assert offered(orderer) == [(orders[::-1], 0), ([], 2)]
    assert offered(an_orderer(customer)) == [(orders[::-1], 0), ([], 0)]


def test_upserting_supplies_requires_the_right_to_handle_orders(installation: Installation, customer: Customer) -> None:
    request, _ = UpsertSupply.example
    for caller in (customer.caller(*Right), Caller.operator(*(set(StaffRight) - {StaffRight.HANDLE_ORDERS}))):
        with pytest.raises(NotAllowed):
            installation.call(UpsertSupply, caller, **request)
