"""Customers as the dealer keeps them: found, created, changed, disabled; each change in the audit log."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.builders import PASSWORD, Customer, a_customer, an_account, logged_in, number
from contracts.running import Installation

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotFound, NotLoggedIn
from services.identity import contracts as identity
from services.identity.contracts import CustomerNumberTaken, Right

VISITOR = Caller.visitor()
ADDRESS = {"street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "country": "NL"}


def found(installation: Installation, customer: Customer) -> dict[str, Any]:
    return installation.call(identity.GetCustomer, customer_id=str(customer.id))


def change(installation: Installation, customer: Customer, **values: Any) -> dict[str, Any]:
    values = {"name": "Van Dijk", "status": "active", "address": ADDRESS} | values
    return installation.call(identity.ChangeCustomer, customer_id=str(customer.id), **values)


def logged(installation: Installation, customer: Customer) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, customer_id=str(customer.id))["rows"])


def test_a_created_customer_is_found_and_has_no_administrator_yet(installation: Installation) -> None:
    made = installation.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    assert installation.call(identity.GetCustomer, customer_id=made["id"]) == made
    assert (made["status"], made["address"], made["has_administrator"]) == ("active", ADDRESS, False)


def test_a_number_that_is_taken_is_refused_and_told_by_whom(installation: Installation, customer: Customer) -> None:
    with pytest.raises(CustomerNumberTaken) as refused:
        installation.call(identity.CreateCustomer, customer_number=customer.number, name="Another")
    assert refused.value.params["name"] == customer.name
    assert found(installation, customer)["name"] == customer.name


@pytest.mark.every_environment
def test_of_two_with_one_number_at_the_same_moment_one_is_made(installation: Installation) -> None:
    wanted = number("4")

    def create(name: str) -> str:
        try:
            return str(installation.call(identity.CreateCustomer, customer_number=wanted, name=name)["name"])
        except CustomerNumberTaken:
            return ""

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(create, ["One", "Other"]))
    assert sorted(map(bool, made)) == [False, True]


def test_a_customer_without_a_name_is_refused_at_the_field(installation: Installation) -> None:
    with pytest.raises(Invalid) as refused:
        installation.call(identity.CreateCustomer, customer_number=number("3"), name=" ")
    assert refused.value.params["fields"][0]["path"] == ["name"]


def test_a_changed_customer_is_as_it_was_changed(installation: Installation, customer: Customer) -> None:
    changed = change(installation, customer, name="Van Dijk Groep", status="disabled")
    assert (changed["name"], changed["status"], changed["address"]) == ("Van Dijk Groep", "disabled", ADDRESS)
    assert found(installation, customer) == changed


def test_the_number_of_a_customer_is_not_changed(installation: Installation, customer: Customer) -> None:
    with pytest.raises(Invalid):
        change(installation, customer, customer_number="1")


def test_a_customer_that_is_not_there_is_not_found(installation: Installation) -> None:
    nobody = Customer(id=uuid.uuid4(), number="", name="")
    with pytest.raises(NotFound):
        found(installation, nobody)
    with pytest.raises(NotFound):
        change(installation, nobody)


def test_the_audit_log_tells_who_created_and_what_was_changed(installation: Installation) -> None:
    made = installation.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    customer = Customer(made["id"], made["customer_number"], made["name"])
    change(installation, customer, name="Jansen", status="disabled")
    change(installation, customer, name="Jansen", status="disabled")
    changed, created = logged(installation, customer)
    assert (changed["action"], changed["details"]) == ("customer_changed", {"status": "disabled"})
    assert (created["action"], created["by_staff"]) == ("customer_created", True)
    assert created["customer_name"] == "Jansen"


def test_a_loader_that_changes_a_customer_stands_in_the_audit_log(
    installation: Installation, customer: Customer
) -> None:
    installation.call(identity.UpsertCustomer, customer_number=customer.number, name=customer.name)
    installation.call(identity.UpsertCustomer, customer_number=customer.number, name="New name")
    assert [row["details"] for row in logged(installation, customer)] == [{"name": "New name"}]


def test_a_customer_whose_administrator_gets_in_has_one(installation: Installation, customer: Customer) -> None:
    an_account(installation, customer, Right.MANAGE_USERS)
    assert found(installation, customer)["has_administrator"]


def test_users_without_the_right_are_no_administrators(installation: Installation, customer: Customer) -> None:
    an_account(installation, customer, Right.ORDER_SUPPLIES)
    installation.call(
        identity.InviteUser, customer_id=str(customer.id), email=f"{number('x')}@x.example", name="X",
        rights=["manage_users"],
    )  # fmt: skip
    assert not found(installation, customer)["has_administrator"], "who was invited has not come in yet"


def test_users_of_a_disabled_customer_are_out_at_their_next_request(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer)
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    change(installation, customer, status="disabled")
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=session["token"])
    with pytest.raises(identity.WrongCredentials):
        installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    change(installation, customer, status="active")
    assert installation.call(identity.GetSession, VISITOR, token=session["token"])["customer"]["id"] == str(customer.id)


@pytest.mark.parametrize("operation", [identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name)
def test_staff_without_the_right_change_no_customers(installation: Installation, operation: Any) -> None:
    with pytest.raises(NotAllowed):
        installation.call(operation, Caller.operator("handle_service"), **operation.example[0])


@pytest.mark.parametrize(
    "operation", [identity.GetCustomer, identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name
)
def test_users_do_not_keep_customers(installation: Installation, customer: Customer, operation: Any) -> None:
    with pytest.raises(ContractError) as refused:
        installation.call(operation, customer.user(*Right), **operation.example[0])
    assert refused.value.code == "not_allowed"


def test_a_user_sees_the_data_of_the_own_customer_and_no_other(installation: Installation, customer: Customer) -> None:
    change(installation, customer)
    own = installation.call(identity.GetOwnCustomer, customer.user())
    assert (own["customer_number"], own["address"]) == (customer.number, ADDRESS)
    with pytest.raises(Invalid):
        installation.call(identity.GetOwnCustomer, customer.user(), customer_id=str(a_customer(installation).id))


def test_staff_change_users_of_a_customer_that_has_no_administrator_yet(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer, Right.ORDER_SUPPLIES)
    user = {"customer_id": str(customer.id), "person_id": logged_in(installation, email).person_id}
    rights = [{"person_id": user["person_id"], "rights": ["view_reports"]}]
    installation.call(identity.ChangeRights, customer_id=str(customer.id), users=rights)
    assert installation.call(identity.DeactivateUser, **user)["status"] == "deactivated"
    installation.call(identity.RemoveUser, **user)
    assert installation.call(identity.ListUsers, customer_id=str(customer.id))["rows"] == []
