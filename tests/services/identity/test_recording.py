"""Staff record customers and people; what is there is brought up to date."""

from typing import Any

import pytest
from contracts.builders import (
    PASSWORD,
    a_customer,
    a_machine,
    a_member,
    a_person,
    an_account,
    logged_in,
    number,
)
from contracts.running import STAFF, House

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, NotLoggedIn
from services.identity.contracts import (
    AddressOfUser,
    ChangeScope,
    FindReader,
    FindSession,
    FindUser,
    LastAdministrator,
    ListAudit,
    ListCustomers,
    LogIn,
    RecordCustomer,
    RecordStaff,
    RecordUser,
    Right,
    StaffRight,
    UnknownCustomer,
    WeakPassword,
)

USER: dict[str, Any] = {"name": "Anna", "password": PASSWORD, "rights": []}


def names(house: House, **request: Any) -> list[str]:
    return [row["name"] for row in house.call(ListCustomers, STAFF, **request)["rows"]]


def test_a_customer_recorded_again_is_the_same_one_brought_up_to_date(house: House) -> None:
    customer = a_customer(house, "Old name")
    again = house.call(RecordCustomer, customer_number=customer.number, name="New name")
    assert (again["id"], again["name"]) == (str(customer.id), "New name")


def test_a_user_of_an_unknown_customer_is_refused(house: House) -> None:
    with pytest.raises(UnknownCustomer):
        house.call(RecordUser, customer_number="none", email="anna@example.org", **USER)


def test_the_last_administrator_stays_one_when_recorded_again(house: House) -> None:
    customer = a_customer(house)
    email = an_account(house, customer, Right.MANAGE_USERS)
    with pytest.raises(LastAdministrator):
        house.call(RecordUser, customer_number=customer.number, email=email, **USER)


def test_a_user_recorded_again_keeps_what_was_shown_alone_and_the_change_is_noted(house: House) -> None:
    customer = a_customer(house)
    keeper, email = a_person(house, customer, Right.MANAGE_USERS), an_account(house, customer, group_ids=[])
    person_id, machine = logged_in(house, email).person_id, a_machine(house, customer)
    house.call(ChangeScope, keeper, person_id=person_id, machine_ids=[machine])
    house.call(RecordUser, customer_number=customer.number, email=email, **USER | {"rights": [Right.VIEW_REPORTS]})
    user = house.call(FindUser, keeper, person_id=person_id)
    assert (user["rights"], user["machine_ids"]) == (["view_reports"], [machine])
    actions = [row["action"] for row in house.call(ListAudit, keeper, person_id=person_id)["rows"]]
    assert actions == ["rights_changed", "scope_changed"]


def test_a_user_is_not_made_a_member_of_staff_by_the_way(house: House) -> None:
    email = an_account(house, a_customer(house))
    with pytest.raises(AddressOfUser):
        house.call(RecordStaff, email=email, **USER)


def test_a_member_of_staff_recorded_again_is_logged_out(house: House) -> None:
    email = a_member(house)
    session = house.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)
    house.call(RecordStaff, email=email, **USER)
    with pytest.raises(NotLoggedIn):
        house.call(FindSession, Caller.visitor(), token=session["token"])


def test_a_weak_password_is_refused(house: House) -> None:
    customer = a_customer(house)
    with pytest.raises(WeakPassword):
        house.call(
            RecordUser, customer_number=customer.number, email="anna@example.org", **USER | {"password": "short"}
        )


@pytest.mark.parametrize(
    "email", ["anna", "anna@", "@example.org", "anna@example.org\r\nBcc: x@y.z", "a b@example.org"]
)
def test_what_is_no_address_is_refused(house: House, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        house.call(RecordUser, customer_number="1", email=email, **USER)
    assert {problem["path"][0] for problem in refusal.value.params["fields"]} == {"email"}


def test_a_name_of_two_lines_is_refused(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.call(RecordUser, customer_number="1", email="a@b.example", **USER | {"name": "Anna\nBcc: x@y.z"})
    assert [problem["path"] for problem in refusal.value.params["fields"]] == [["name"]]


def test_a_staff_right_cannot_be_given_to_a_user(house: House) -> None:
    with pytest.raises(Invalid):
        house.call(
            RecordUser,
            customer_number="1",
            email="anna@example.org",
            **USER | {"rights": [StaffRight.MANAGE_FLEET]},
        )


@pytest.mark.parametrize("operation", [RecordUser, RecordCustomer, RecordStaff])
def test_a_user_records_nobody(house: House, operation: Any) -> None:
    user = a_customer(house).user(*Right)
    request, _ = operation.example
    with pytest.raises(NotAllowed):
        house.call(operation, user, **request)


def test_staff_without_the_right_record_nobody(house: House) -> None:
    request, _ = RecordUser.example
    with pytest.raises(NotAllowed):
        house.call(RecordUser, Caller.operator(StaffRight.MANAGE_FLEET), **request)


def test_a_reader_is_told_to_services_alone(house: House) -> None:
    person = a_person(house, a_customer(house), language="en")
    told = house.call(FindReader, Caller.service("notify"), person_id=person.person_id)
    assert (told["name"], told["language"]) == ("Sanne de Wit", "en")
    with pytest.raises(NotAllowed):
        house.call(FindReader, STAFF, person_id=person.person_id)


def test_a_reader_who_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.call(FindReader, Caller.service("notify"), person_id=str(a_customer(house).id))


def test_customers_are_found_by_a_part_of_the_name_in_any_case(house: House) -> None:
    name = f"Ziekenhuis {number('Z')}"
    a_customer(house, name)
    assert names(house, text=name[5:].upper()) == [name]


def test_customers_are_found_by_the_beginning_of_their_number(house: House) -> None:
    customer = a_customer(house, number("Name "), customer_number=number("77-"))
    assert names(house, text=customer.number[:-1]).count(customer.name) == 1


def test_a_sign_that_databases_take_for_any_is_taken_as_it_is(house: House) -> None:
    a_customer(house, number("Without "))
    assert names(house, text="100%") == []


def test_customers_are_paged_by_name_both_ways(house: House) -> None:
    mark = number("Paged")
    for letter in "cab":
        a_customer(house, f"{letter} {mark}")
    first = house.call(ListCustomers, STAFF, text=mark, limit=2)
    second = house.call(ListCustomers, STAFF, text=mark, limit=2, after=first["page"]["next"])
    back = house.call(ListCustomers, STAFF, text=mark, limit=2, before=second["page"]["previous"])
    assert [row["name"][0] for row in (*first["rows"], *second["rows"])] == ["a", "b", "c"]
    assert back["rows"] == first["rows"]
    assert (second["page"]["next"], first["page"]["previous"], first["page"]["count"]) == (None, None, 3)
