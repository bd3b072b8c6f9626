"""Customers as managed by the dealer: listed, created, changed, disabled; each change is in the audit log."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from contracts.builders import (
    NAMES_IN_ORDER,
    PASSWORD,
    Customer,
    a_customer,
    an_account,
    logged_in,
    number,
    pages_of,
)
from contracts.running import Installation

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotFound, NotLoggedIn
from services.identity import contracts as identity
from services.identity.contracts import CustomerNumberTaken, Right

VISITOR = Caller.visitor()
ADDRESS = {"street": "Kade 1", "postcode": "1000 AA", "city": "Amsterdam", "country": "NL"}


def get_customer(installation: Installation, customer: Customer) -> dict[str, Any]:
    return installation.call(identity.GetCustomer, customer_id=str(customer.id))


def change(installation: Installation, customer: Customer, **values: Any) -> dict[str, Any]:
    values = {"name": "Van Dijk", "status": "active", "address": ADDRESS} | values
    return installation.call(identity.ChangeCustomer, customer_id=str(customer.id), **values)


def audit_rows(installation: Installation, customer: Customer) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, customer_id=str(customer.id))["rows"])


def test_a_created_customer_can_be_read_and_has_no_administrator(installation: Installation) -> None:
    created = installation.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    assert installation.call(identity.GetCustomer, customer_id=created["id"]) == created
    assert (created["status"], created["address"], created["has_administrator"]) == ("active", ADDRESS, False)


def test_a_number_in_use_is_refused_with_the_name_of_its_customer(
    installation: Installation, customer: Customer
) -> None:
    with pytest.raises(CustomerNumberTaken) as error:
        installation.call(identity.CreateCustomer, customer_number=customer.number, name="Another")
    assert error.value.params["name"] == customer.name
    assert get_customer(installation, customer)["name"] == customer.name


@pytest.mark.every_environment
def test_parallel_creations_with_one_number_create_one_customer(installation: Installation) -> None:
    customer_number = number("4")

    def create(name: str) -> str:
        try:
            return str(installation.call(identity.CreateCustomer, customer_number=customer_number, name=name)["name"])
        except CustomerNumberTaken:
            return ""

    with ThreadPoolExecutor(2) as pool:
        names = list(pool.map(create, ["One", "Other"]))
    assert sorted(map(bool, names)) == [False, True]


def test_a_customer_without_name_is_refused_at_the_field(installation: Installation) -> None:
    with pytest.raises(Invalid) as error:
        installation.call(identity.CreateCustomer, customer_number=number("3"), name=" ")
    assert error.value.params["fields"][0]["path"] == ["name"]


def test_a_changed_customer_has_the_new_values(installation: Installation, customer: Customer) -> None:
    changed = change(installation, customer, name="Van Dijk Groep", status="disabled")
    assert (changed["name"], changed["status"], changed["address"]) == ("Van Dijk Groep", "disabled", ADDRESS)
    assert get_customer(installation, customer) == changed


def test_a_customer_number_cannot_be_changed(installation: Installation, customer: Customer) -> None:
    with pytest.raises(Invalid):
        change(installation, customer, customer_number="1")


def test_an_unknown_customer_is_not_found(installation: Installation) -> None:
    nobody = Customer(id=uuid.uuid4(), number="", name="")
    with pytest.raises(NotFound):
        get_customer(installation, nobody)
    with pytest.raises(NotFound):
        change(installation, nobody)


def test_creation_and_changes_are_in_the_audit_log(installation: Installation) -> None:
    response = installation.call(identity.CreateCustomer, customer_number=number("3"), name="Jansen", address=ADDRESS)
    customer = Customer(response["id"], response["customer_number"], response["name"])
    change(installation, customer, name="Jansen", status="disabled")
    change(installation, customer, name="Jansen", status="disabled")
    changed, created = audit_rows(installation, customer)
    assert (changed["action"], changed["details"]) == ("customer_changed", {"status": "disabled"})
    assert (created["action"], created["by_staff"]) == ("customer_created", True)
    assert created["customer_name"] == "Jansen"


def test_changes_by_an_import_are_in_the_audit_log(installation: Installation, customer: Customer) -> None:
    installation.call(identity.UpsertCustomer, customer_number=customer.number, name=customer.name)
    installation.call(identity.UpsertCustomer, customer_number=customer.number, name="New name")
    assert [row["details"] for row in audit_rows(installation, customer)] == [{"name": "New name"}]


def test_a_customer_with_an_active_administrator_has_one(installation: Installation, customer: Customer) -> None:
    an_account(installation, customer, Right.MANAGE_USERS)
    assert get_customer(installation, customer)["has_administrator"]


def test_neither_other_users_nor_invited_ones_count_as_administrators(
    installation: Installation, customer: Customer
) -> None:
    an_account(installation, customer, Right.ORDER_SUPPLIES)
    installation.call(
        identity.InviteUser, customer_id=str(customer.id), email=f"{number('x')}@x.example", name="X",
        rights=["manage_users"], without_access=True,
    )  # fmt: skip
    assert not get_customer(installation, customer)["has_administrator"], "the invited user has not accepted yet"


def test_users_of_a_disabled_customer_are_logged_out_at_their_next_request(
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
    assert logged_in(installation, email).customer_id == customer.id


@pytest.mark.parametrize("operation", [identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name)
def test_staff_without_the_right_cannot_change_customers(installation: Installation, operation: Any) -> None:
    with pytest.raises(NotAllowed):
        installation.call(operation, Caller.operator("handle_service"), **operation.example[0])


@pytest.mark.parametrize(
    "operation", [identity.GetCustomer, identity.CreateCustomer, identity.ChangeCustomer], ids=lambda one: one.name
)
def test_users_cannot_manage_customers(installation: Installation, customer: Customer, operation: Any) -> None:
    with pytest.raises(ContractError) as error:
        installation.call(operation, customer.caller(*Right), **operation.example[0])
    assert error.value.code == "not_allowed"


def test_a_user_reads_only_the_own_customer(installation: Installation, customer: Customer) -> None:
    change(installation, customer)
    own = installation.call(identity.GetOwnCustomer, customer.caller())
    assert (own["customer_number"], own["address"]) == (customer.number, ADDRESS)
    with pytest.raises(Invalid):
        installation.call(identity.GetOwnCustomer, customer.caller(), customer_id=str(a_customer(installation).id))


def test_a_user_reads_who_the_active_administrators_are(installation: Installation) -> None:
    customer = a_customer(installation)
    zoe = an_account(installation, customer, Right.MANAGE_USERS, name="Zoë")
    an_account(installation, customer, Right.ORDER_SUPPLIES, name="Kees")
    left = an_account(installation, customer, Right.MANAGE_USERS, name="Weg")
    adam = an_account(installation, customer, Right.MANAGE_USERS, name="Adam")
    an_account(installation, a_customer(installation), Right.MANAGE_USERS, name="Elders")
    person = {"customer_id": str(customer.id), "person_id": logged_in(installation, left).person_id}
    installation.call(identity.DeactivateUser, **person)
    own = installation.call(identity.GetOwnCustomer, customer.caller())
    assert own["administrators"] == [{"name": "Adam", "email": adam}, {"name": "Zoë", "email": zoe}]


def test_staff_manage_users_of_a_customer_without_administrator(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer, Right.ORDER_SUPPLIES)
    user = {"customer_id": str(customer.id), "person_id": logged_in(installation, email).person_id}
    rights = [{"person_id": user["person_id"], "rights": ["view_reports"]}]
    installation.call(identity.ChangeRights, customer_id=str(customer.id), users=rights)
    assert installation.call(identity.DeactivateUser, **user)["status"] == "deactivated"
    installation.call(identity.RemoveUser, **user)
    assert installation.call(identity.ListUsers, customer_id=str(customer.id))["rows"] == []


@pytest.mark.every_environment
def test_customers_are_listed_in_the_order_of_a_reader(installation: Installation) -> None:
    for name in reversed(NAMES_IN_ORDER):
        a_customer(installation, f"Sorted {name}")
    rows = pages_of(partial(installation.call, identity.ListCustomers, text="SÖRTED"))
    assert [row["name"] for row in rows] == [f"Sorted {name}" for name in NAMES_IN_ORDER]


@pytest.mark.every_environment
@pytest.mark.parametrize("text", ["zoë & 1", "ZOE & 12", "& 12", "e & 12 50%"])
def test_a_customer_is_found_by_a_part_of_its_name(installation: Installation, text: str) -> None:
    name = f"Zoë & 12 50% {number()}"
    a_customer(installation, name)
    a_customer(installation, f"Zoe & 21 500 {number()}")
    names = [row["name"] for row in installation.call(identity.ListCustomers, text=text, limit=200)["rows"]]
    assert name in names
    assert not any(found.startswith("Zoe &") for found in names)
