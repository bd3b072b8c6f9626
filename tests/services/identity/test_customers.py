"""Customers as the dealer keeps them: found, created, changed, disabled; each change in the audit log."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import House

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotFound, NotLoggedIn
from services.identity import contracts as identity
from services.identity.contracts import CustomerNumberTaken, Right

VISITOR = Caller.visitor()
ADDRESS = {"street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "country": "NL"}


def found(house: House, customer: Customer) -> dict[str, Any]:
    return house.call(identity.FindCustomer, customer_id=str(customer.id))


def change(house: House, customer: Customer, **values: Any) -> dict[str, Any]:
    values = {"name": "Van Dijk", "status": "active", "address": ADDRESS} | values
    return house.call(identity.ChangeCustomer, customer_id=str(customer.id), **values)


def logged(house: House, customer: Customer) -> list[dict[str, Any]]:
    return list(house.call(identity.ListAudit, customer_id=str(customer.id))["rows"])


def test_a_created_customer_is_found_and_has_no_administrator_yet(house: House) -> None:
    made = house.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    assert house.call(identity.FindCustomer, customer_id=made["id"]) == made
    assert (made["status"], made["address"], made["has_administrator"]) == ("active", ADDRESS, False)


def test_a_number_that_is_taken_is_refused_and_told_by_whom(house: House, customer: Customer) -> None:
    with pytest.raises(CustomerNumberTaken) as refused:
        house.call(identity.CreateCustomer, customer_number=customer.number, name="Another")
    assert refused.value.params["name"] == customer.name
    assert found(house, customer)["name"] == customer.name


def test_of_two_with_one_number_at_the_same_moment_one_is_made(house: House) -> None:
    wanted = number("4")

    def create(name: str) -> str:
        try:
            return str(house.call(identity.CreateCustomer, customer_number=wanted, name=name)["name"])
        except CustomerNumberTaken:
            return ""

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(create, ["One", "Other"]))
    assert sorted(map(bool, made)) == [False, True]


def test_a_customer_without_a_name_is_refused_at_the_field(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        house.call(identity.CreateCustomer, customer_number=number("3"), name=" ")
    assert refused.value.params["fields"][0]["path"] == ["name"]


def test_a_changed_customer_is_as_it_was_changed(house: House, customer: Customer) -> None:
    changed = change(house, customer, name="Van Dijk Groep", status="disabled")
    assert (changed["name"], changed["status"], changed["address"]) == ("Van Dijk Groep", "disabled", ADDRESS)
    assert found(house, customer) == changed


def test_the_number_of_a_customer_is_not_changed(house: House, customer: Customer) -> None:
    with pytest.raises(Invalid):
        change(house, customer, customer_number="1")


def test_a_customer_that_is_not_there_is_not_found(house: House) -> None:
    nobody = Customer(id=uuid.uuid4(), number="", name="")
    with pytest.raises(NotFound):
        found(house, nobody)
    with pytest.raises(NotFound):
        change(house, nobody)


def test_the_audit_log_tells_who_created_and_what_was_changed(house: House) -> None:
    made = house.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    customer = Customer(made["id"], made["customer_number"], made["name"])
    change(house, customer, name="Jansen", status="disabled")
    change(house, customer, name="Jansen", status="disabled")
    changed, created = logged(house, customer)
    assert (changed["action"], changed["details"]) == ("customer_changed", {"status": "disabled"})
    assert (created["action"], created["by_staff"]) == ("customer_created", True)
    assert created["customer_name"] == "Jansen"


def test_a_loader_that_changes_a_customer_stands_in_the_audit_log(house: House, customer: Customer) -> None:
    house.call(identity.RecordCustomer, customer_number=customer.number, name=customer.name)
    house.call(identity.RecordCustomer, customer_number=customer.number, name="New name")
    assert [row["details"] for row in logged(house, customer)] == [{"name": "New name"}]


def test_a_customer_whose_administrator_gets_in_has_one(house: House, customer: Customer) -> None:
    an_account(house, customer, Right.MANAGE_USERS)
    assert found(house, customer)["has_administrator"]


def test_users_without_the_right_are_no_administrators(house: House, customer: Customer) -> None:
    an_account(house, customer, Right.ORDER_SUPPLIES)
    house.call(
        identity.InviteUser, customer_id=str(customer.id), email=f"{number('x')}@x.example", name="X",
        rights=["manage_users"],
    )  # fmt: skip
    assert not found(house, customer)["has_administrator"], "who was invited has not come in yet"


def test_users_of_a_disabled_customer_are_out_at_their_next_request(house: House, customer: Customer) -> None:
    email = an_account(house, customer)
    session = house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    change(house, customer, status="disabled")
    with pytest.raises(NotLoggedIn):
        house.call(identity.FindSession, VISITOR, token=session["token"])
    with pytest.raises(identity.WrongCredentials):
        house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    change(house, customer, status="active")
    assert house.call(identity.FindSession, VISITOR, token=session["token"])["customer"]["id"] == str(customer.id)


@pytest.mark.parametrize("operation", [identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name)
def test_staff_without_the_right_change_no_customers(house: House, operation: Any) -> None:
    with pytest.raises(NotAllowed):
        house.call(operation, Caller.operator("handle_service"), **operation.example[0])


@pytest.mark.parametrize(
    "operation", [identity.FindCustomer, identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name
)
def test_users_do_not_keep_customers(house: House, customer: Customer, operation: Any) -> None:
    with pytest.raises(ContractError) as refused:
        house.call(operation, customer.user(*Right), **operation.example[0])
    assert refused.value.code == "not_allowed"


def test_a_user_sees_the_data_of_the_own_customer_and_no_other(house: House, customer: Customer) -> None:
    change(house, customer)
    own = house.call(identity.FindOwnCustomer, customer.user())
    assert (own["customer_number"], own["address"]) == (customer.number, ADDRESS)
    with pytest.raises(Invalid):
        house.call(identity.FindOwnCustomer, customer.user(), customer_id=str(a_customer(house).id))


def test_staff_change_users_of_a_customer_that_has_no_administrator_yet(house: House, customer: Customer) -> None:
    email = an_account(house, customer, Right.ORDER_SUPPLIES)
    user = {"customer_id": str(customer.id), "person_id": logged_in(house, email).person_id}
    rights = [{"person_id": user["person_id"], "rights": ["view_reports"]}]
    house.call(identity.ChangeRights, customer_id=str(customer.id), users=rights)
    assert house.call(identity.DeactivateUser, **user)["status"] == "deactivated"
    house.call(identity.RemoveUser, **user)
    assert house.call(identity.ListUsers, customer_id=str(customer.id))["rows"] == []
