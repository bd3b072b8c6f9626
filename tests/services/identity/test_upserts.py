"""Staff upsert customers, users and staff."""

from typing import Any

import pytest
from contracts.builders import (
    PASSWORD,
    a_customer,
    a_logged_in_user,
    a_machine,
    a_staff_member,
    an_account,
    logged_in,
    number,
)
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Invalid, NotAllowed, NotFound, NotLoggedIn
from services.identity.contracts import (
    ChangeScope,
    EmailOfUser,
    GetMailRecipient,
    GetSession,
    GetUser,
    LastAdministrator,
    ListAudit,
    ListCustomers,
    LogIn,
    Right,
    StaffRight,
    UnknownCustomer,
    UpsertCustomer,
    UpsertStaff,
    UpsertUser,
    WeakPassword,
)

pytestmark = pytest.mark.every_environment

USER: dict[str, Any] = {"name": "Anna", "password": PASSWORD, "rights": []}


def names(installation: Installation, **request: Any) -> list[str]:
    return [row["name"] for row in installation.call(ListCustomers, STAFF, **request)["rows"]]


def test_upserting_a_customer_updates_it(installation: Installation) -> None:
    customer = a_customer(installation, "Old name")
    response = installation.call(UpsertCustomer, customer_number=customer.number, name="New name")
    assert (response["id"], response["name"]) == (str(customer.id), "New name")


def test_a_user_of_an_unknown_customer_is_refused(installation: Installation) -> None:
    with pytest.raises(UnknownCustomer):
        installation.call(UpsertUser, customer_number="none", email="anna@example.org", **USER)


def test_an_upsert_cannot_remove_the_last_administrator(installation: Installation) -> None:
    customer = a_customer(installation)
    email = an_account(installation, customer, Right.MANAGE_USERS)
    with pytest.raises(LastAdministrator):
        installation.call(UpsertUser, customer_number=customer.number, email=email, **USER)


def test_upserting_a_user_keeps_single_machines_and_is_in_the_audit_log(installation: Installation) -> None:
    customer = a_customer(installation)
    administrator, email = (
        a_logged_in_user(installation, customer, Right.MANAGE_USERS),
        an_account(installation, customer, group_ids=[]),
    )
    person_id, machine = logged_in(installation, email).person_id, a_machine(installation, customer)
    installation.call(ChangeScope, administrator, person_id=person_id, machine_ids=[machine])
    installation.call(
        UpsertUser, customer_number=customer.number, email=email, **USER | {"rights": [Right.VIEW_REPORTS]}
    )
    user = installation.call(GetUser, administrator, person_id=person_id)
    assert (user["rights"], user["machine_ids"]) == (["view_reports"], [machine])
    actions = [row["action"] for row in installation.call(ListAudit, administrator, person_id=person_id)["rows"]]
    assert actions == ["rights_changed", "scope_changed"]


def test_a_user_cannot_be_upserted_as_staff(installation: Installation) -> None:
    email = an_account(installation, a_customer(installation))
    with pytest.raises(EmailOfUser):
        installation.call(UpsertStaff, email=email, **USER)


def test_upserting_a_member_of_staff_ends_its_sessions(installation: Installation) -> None:
    email = a_staff_member(installation)
    session = installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)
    installation.call(UpsertStaff, email=email, **USER)
    with pytest.raises(NotLoggedIn):
        installation.call(GetSession, Caller.visitor(), token=session["token"])


def test_upserting_a_member_of_staff_without_a_language_keeps_it(installation: Installation) -> None:
    email = f"{number('member')}@dealer.example"
    languages = []
    for given in ({}, {"language": "en"}, {}):
        installation.call(UpsertStaff, email=email, **USER, **given)
        session = installation.call(LogIn, Caller.visitor(), email=email, password=PASSWORD)
        languages.append(session["language"])
    assert languages == ["nl", "en", "en"]


def test_a_weak_password_is_refused(installation: Installation) -> None:
    customer = a_customer(installation)
    with pytest.raises(WeakPassword):
        installation.call(
            UpsertUser, customer_number=customer.number, email="anna@example.org", **USER | {"password": "short"}
        )


@pytest.mark.parametrize(
    "email", ["anna", "anna@", "@example.org", "anna@example.org\r\nBcc: x@y.z", "a b@example.org"]
)
def test_an_invalid_address_is_refused(installation: Installation, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        installation.call(UpsertUser, customer_number="1", email=email, **USER)
    assert {problem["path"][0] for problem in refusal.value.params["fields"]} == {"email"}


def test_a_name_of_two_lines_is_refused(installation: Installation) -> None:
    with pytest.raises(Invalid) as refusal:
        installation.call(UpsertUser, customer_number="1", email="a@b.example", **USER | {"name": "Anna\nBcc: x@y.z"})
    assert [problem["path"] for problem in refusal.value.params["fields"]] == [["name"]]


def test_a_user_cannot_have_staff_rights(installation: Installation) -> None:
    with pytest.raises(Invalid):
        installation.call(
            UpsertUser,
            customer_number="1",
            email="anna@example.org",
            **USER | {"rights": [StaffRight.MANAGE_FLEET]},
        )


@pytest.mark.parametrize("operation", [UpsertUser, UpsertCustomer, UpsertStaff])
def test_users_cannot_upsert(installation: Installation, operation: Any) -> None:
    user = a_customer(installation).caller(*Right)
    request, _ = operation.example
    with pytest.raises(NotAllowed):
        installation.call(operation, user, **request)


def test_staff_without_the_right_cannot_upsert(installation: Installation) -> None:
    request, _ = UpsertUser.example
    with pytest.raises(NotAllowed):
        installation.call(UpsertUser, Caller.operator(StaffRight.MANAGE_FLEET), **request)


def test_a_mail_recipient_is_returned_to_services_only(installation: Installation) -> None:
    person = a_logged_in_user(installation, a_customer(installation), language="en")
    response = installation.call(GetMailRecipient, Caller.service("notify"), person_id=person.person_id)
    assert (response["name"], response["language"]) == ("Sanne de Wit", "en")
    with pytest.raises(NotAllowed):
        installation.call(GetMailRecipient, STAFF, person_id=person.person_id)


def test_an_unknown_mail_recipient_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        installation.call(GetMailRecipient, Caller.service("notify"), person_id=str(a_customer(installation).id))


def test_customers_are_found_by_part_of_their_name_in_any_case(installation: Installation) -> None:
    name = f"Ziekenhuis {number('Z')}"
    a_customer(installation, name)
    assert names(installation, text=name[5:].upper()) == [name]


def test_customers_are_found_by_the_start_of_their_number(installation: Installation) -> None:
    customer = a_customer(installation, number("Name "), customer_number=number("77-"))
    assert names(installation, text=customer.number[:-1]).count(customer.name) == 1


def test_a_percent_sign_is_no_wildcard(installation: Installation) -> None:
    a_customer(installation, number("Without "))
    assert names(installation, text="100%") == []


def test_customers_are_paged_by_name_in_both_directions(installation: Installation) -> None:
    suffix = number("Paged")
    for letter in "cab":
        a_customer(installation, f"{letter} {suffix}")
    first = installation.call(ListCustomers, STAFF, text=suffix, limit=2)
    second = installation.call(ListCustomers, STAFF, text=suffix, limit=2, after=first["page"]["next"])
    back = installation.call(ListCustomers, STAFF, text=suffix, limit=2, before=second["page"]["previous"])
    assert [row["name"][0] for row in (*first["rows"], *second["rows"])] == ["a", "b", "c"]
    assert back["rows"] == first["rows"]
    assert (second["page"]["next"], first["page"]["previous"], first["page"]["count"]) == (None, None, 3)
