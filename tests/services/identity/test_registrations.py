"""Answering requests for an account: with rights and scope in the same step, or with a reason."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.accounts import invite, registration_token, token_to
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_machine, an_account, logged_in, number
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.contract import Caller, ContractError, Invalid, NotAllowed, NotFound
from services.fleet.contracts import ListMachines
from services.identity import contracts as identity
from services.identity.contracts import (
    AlreadyUser,
    EmailTaken,
    LinkPurpose,
    NotAdmitted,
    RegistrationAnswered,
    Right,
    UnknownCustomer,
    UnknownGroup,
)
from services.identity.model import Link

VISITOR = Caller.visitor()
CHOSEN = "correct horse battery"
NOTHING = {"all_machines": False, "groups": [], "machines": 0}


def a_request(
    installation: Installation, customer: Customer, email: str = "", number_given: str = ""
) -> tuple[str, str]:
    """A request whose address is confirmed: its id and the address."""
    email = email or f"{number('noor')}@vandijk.example"
    token = registration_token(installation, number_given or customer.number, email=email)
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    rows = [
        row
        for caller in (STAFF, customer.user(Right.MANAGE_USERS))
        for row in installation.call(identity.ListRegistrations, caller, limit=200)["rows"]
    ]
    return next(row["id"] for row in rows if row["email"] == email), email


def approve(installation: Installation, caller: Caller, registration_id: str, **values: Any) -> dict[str, Any]:
    return installation.call(
        identity.ApproveRegistration, caller, registration_id=registration_id, **{"rights": []} | values
    )


def refuse(installation: Installation, caller: Caller, registration_id: str) -> dict[str, Any]:
    reason = "U werkt niet bij ons."
    return installation.call(identity.RefuseRegistration, caller, registration_id=registration_id, reason=reason)


def find(installation: Installation, caller: Caller, registration_id: str) -> dict[str, Any]:
    return installation.call(identity.GetRegistration, caller, registration_id=registration_id)


def mails(installation: Installation, email: str) -> list[LinkPurpose]:
    found = select(Link.purpose).where(Link.email == email).order_by(Link.id)
    return [row.purpose for row in installation.rows("identity", found)]


def test_an_approved_person_logs_in_with_the_rights_and_the_scope_of_the_answer(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    machine = a_machine(installation, customer)
    a_machine(installation, customer)
    registration_id, email = a_request(installation, customer)
    groups = [a_group(installation, customer, machine)]
    approve(installation, administrator, registration_id, rights=["request_service"], group_ids=groups)
    user = logged_in(installation, email, CHOSEN)
    assert user.rights == {"request_service"}
    assert [row["id"] for row in installation.call(ListMachines, user)["rows"]] == [machine]


def test_who_was_approved_is_told_by_mail(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    approve(installation, administrator, registration_id)
    assert installation.post is not None
    post = installation.post
    subjects = eventually(lambda: [m["Subject"] for m in post.mails(email) if "goedgekeurd" in m["Subject"]])
    assert subjects == ["Uw account is goedgekeurd"]


def test_who_was_refused_is_told_why_and_does_not_get_in(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    refused = refuse(installation, administrator, registration_id)
    assert (refused["status"], refused["answered_by"]) == ("refused", "Ans Mulder")
    assert installation.post is not None
    post = installation.post
    told = eventually(lambda: [m for m in post.mails(email) if "afgewezen" in m["Subject"]])
    assert "U werkt niet bij ons." in told[0].get_body(("plain",)).get_content()
    with pytest.raises(ContractError):
        logged_in(installation, email, CHOSEN)


def test_a_refusal_wants_a_reason(installation: Installation, customer: Customer, administrator: Caller) -> None:
    registration_id, _ = a_request(installation, customer)
    with pytest.raises(Invalid):
        installation.call(identity.RefuseRegistration, administrator, registration_id=registration_id, reason=" ")


def test_an_answer_is_given_once(installation: Installation, customer: Customer, administrator: Caller) -> None:
    registration_id, _ = a_request(installation, customer)
    approve(installation, administrator, registration_id)
    with pytest.raises(RegistrationAnswered):
        refuse(installation, administrator, registration_id)
    with pytest.raises(RegistrationAnswered):
        approve(installation, administrator, registration_id)


@pytest.mark.every_environment
def test_of_two_answers_at_the_same_moment_one_counts(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)

    def answer(act: Any) -> str:
        try:
            act(installation, administrator, registration_id)
        except RegistrationAnswered:
            return "too late"
        return "counted"

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(answer, [approve, refuse])) == ["counted", "too late"]
    answers = {LinkPurpose.REGISTRATION_APPROVED, LinkPurpose.REGISTRATION_REFUSED}
    assert len([one for one in mails(installation, email) if one in answers]) == 1


def test_another_customers_request_does_not_exist(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    other = a_customer(installation, "Tweede B.V.")
    logged_in(installation, an_account(installation, other, Right.MANAGE_USERS))
    registration_id, _ = a_request(installation, other)
    for act in (find, approve, refuse):
        with pytest.raises(NotFound):
            act(installation, administrator, registration_id)
    assert installation.call(identity.ListRegistrations, administrator)["rows"] == []


def test_staff_do_not_answer_for_administrators(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    for act in (find, approve, refuse):
        with pytest.raises(NotFound):
            act(installation, STAFF, registration_id)


def test_without_the_right_nobody_answers(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    for act in (find, approve, refuse):
        with pytest.raises(NotAllowed):
            act(installation, customer.user("order_supplies"), registration_id)


def test_staff_make_the_first_person_the_administrator_who_answers_from_then_on(
    installation: Installation, customer: Customer
) -> None:
    first, email = a_request(installation, customer)
    second, _ = a_request(installation, customer)
    approve(installation, STAFF, first, rights=["manage_users"], all_machines=True)
    assert find(installation, STAFF, first)["status"] == "approved"
    with pytest.raises(NotFound):
        find(installation, STAFF, second)
    assert find(installation, logged_in(installation, email, CHOSEN), second)["doubt"] is None


def test_a_mistyped_number_is_put_right_and_goes_on_to_the_administrators(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    installation.call(
        identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number=customer.number
    )
    assert find(installation, administrator, registration_id)["customer_number"] == "1 0 4"
    with pytest.raises(NotFound):
        find(installation, STAFF, registration_id)
    (row,) = installation.call(identity.ListAudit, administrator)["rows"]
    assert (row["action"], row["subject_name"], row["by_staff"]) == ("registration_assigned", "Noor Jansen", True)


def test_a_request_is_not_put_to_a_customer_that_is_not_there(installation: Installation, customer: Customer) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    with pytest.raises(UnknownCustomer):
        installation.call(identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number="1 0 5")


def test_a_request_of_a_known_customer_is_not_put_elsewhere(installation: Installation, customer: Customer) -> None:
    registration_id, _ = a_request(installation, customer)
    other = a_customer(installation).number
    with pytest.raises(NotFound):
        installation.call(identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number=other)


def test_staff_do_not_let_in_whom_the_customer_does_not_admit(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    installation.call(identity.ChangeSelfRegistration, administrator, policy="off")
    registration_id, _ = a_request(installation, customer)
    with pytest.raises(NotAdmitted):
        approve(installation, STAFF, registration_id)
    assert refuse(installation, STAFF, registration_id)["status"] == "refused"


def test_an_unknown_number_cannot_be_approved(installation: Installation, customer: Customer) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    with pytest.raises(UnknownCustomer):
        approve(installation, STAFF, registration_id)


def test_a_group_of_another_customer_is_not_given(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    group = a_group(installation, a_customer(installation))
    with pytest.raises(UnknownGroup):
        approve(installation, administrator, registration_id, group_ids=[group])
    assert find(installation, administrator, registration_id)["status"] == "open"


def test_who_has_an_account_elsewhere_keeps_its_password(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, a_customer(installation, "Tweede B.V."), password="the password of before")
    registration_id, _ = a_request(installation, customer, email)
    approve(installation, administrator, registration_id)
    session = installation.call(identity.LogIn, VISITOR, email=email, password="the password of before")
    assert len(session["customers"]) == 2


def test_who_joined_meanwhile_is_a_user_already(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    invite(installation, administrator, email=email)
    token = token_to(installation, email, LinkPurpose.SET_PASSWORD)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    with pytest.raises(AlreadyUser):
        approve(installation, administrator, registration_id)


def test_who_asks_and_was_invited_meanwhile_is_a_user_once_the_request_is_approved(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    invite(installation, administrator, email=email)
    assert approve(installation, administrator, registration_id)["status"] == "active"
    assert logged_in(installation, email, CHOSEN)
    assert LinkPurpose.JOIN not in mails(installation, email)


def test_who_became_staff_meanwhile_is_no_user(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    installation.call(identity.UpsertStaff, STAFF, email=email, name="Noor", password=PASSWORD, rights=[])
    with pytest.raises(EmailTaken):
        approve(installation, administrator, registration_id)


def test_after_three_days_the_administrators_are_reminded_once(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    a_request(installation, customer)
    installation.shift(days=3, minutes=1)
    eventually(lambda: LinkPurpose.REGISTRATION_REMINDED in mails(installation, handler))
    installation.settle()
    installation.shift(days=9)
    installation.settle()
    assert mails(installation, handler).count(LinkPurpose.REGISTRATION_REMINDED) == 1


def test_after_thirty_days_a_request_is_over_and_who_asked_is_told(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    installation.shift(days=30, minutes=1)
    manager = customer.user(Right.MANAGE_USERS)
    eventually(lambda: find(installation, manager, registration_id)["status"] == "expired")
    assert LinkPurpose.REGISTRATION_EXPIRED in mails(installation, email)
    with pytest.raises(RegistrationAnswered):
        approve(installation, manager, registration_id)


def test_nobody_is_reminded_of_an_answered_request(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    registration_id, _ = a_request(installation, customer)
    waits, _ = a_request(installation, customer)
    refuse(installation, administrator, registration_id)
    installation.shift(days=3, minutes=1)
    eventually(lambda: LinkPurpose.REGISTRATION_REMINDED in mails(installation, handler))
    assert mails(installation, handler).count(LinkPurpose.REGISTRATION_REMINDED) == 1
    assert find(installation, customer.user(Right.MANAGE_USERS), waits)["status"] == "open"


def test_answers_stand_in_the_audit_log(installation: Installation, customer: Customer, administrator: Caller) -> None:
    approve(installation, administrator, a_request(installation, customer)[0], rights=["view_reports"])
    refuse(installation, administrator, a_request(installation, customer)[0])
    rows = installation.call(identity.ListAudit, administrator)["rows"]
    told = [(row["action"], row["actor_name"], row["subject_name"], row["details"]) for row in rows]
    assert told == [
        ("registration_refused", "Ans Mulder", "Noor Jansen", {}),
        ("registration_approved", "Ans Mulder", "Noor Jansen", {"rights": ["view_reports"]} | NOTHING),
    ]


def test_answered_requests_are_listed_apart_newest_first(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    first, second = (a_request(installation, customer)[0] for _ in range(2))
    refuse(installation, administrator, first)
    refuse(installation, administrator, second)
    rows = installation.call(identity.ListRegistrations, administrator, answered=True)["rows"]
    assert [row["id"] for row in rows] == [second, first]
    assert installation.call(identity.ListRegistrations, administrator)["rows"] == []
