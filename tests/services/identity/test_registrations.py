"""Registrations are approved together with rights and scope, or refused with a reason."""

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
    MailPurpose,
    NotAdmitted,
    RegistrationAnswered,
    Right,
    UnknownCustomer,
    UnknownGroup,
)
from services.identity.model import Link

VISITOR = Caller.visitor()
CHOSEN_PASSWORD = "correct horse battery"
NO_MACHINES = {"all_machines": False, "groups": [], "machines": 0}


def a_request(
    installation: Installation, customer: Customer, email: str = "", number_given: str = ""
) -> tuple[str, str]:
    """Make a request and confirm its address. Returns its id and the address."""
    email = email or f"{number('noor')}@vandijk.example"
    token = registration_token(installation, number_given or customer.number, email=email)
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    rows = [
        row
        for caller in (STAFF, customer.caller(Right.MANAGE_USERS))
        for row in installation.call(identity.ListRegistrations, caller, limit=200)["rows"]
    ]
    return next(row["id"] for row in rows if row["email"] == email), email


def approve(installation: Installation, caller: Caller, registration_id: str, **values: Any) -> dict[str, Any]:
    return installation.call(
        identity.ApproveRegistration,
        caller,
        registration_id=registration_id,
        **{"rights": [], "without_access": True} | values,
    )


def refuse(installation: Installation, caller: Caller, registration_id: str) -> dict[str, Any]:
    reason = "U werkt niet bij ons."
    return installation.call(identity.RefuseRegistration, caller, registration_id=registration_id, reason=reason)


def get(installation: Installation, caller: Caller, registration_id: str) -> dict[str, Any]:
    return installation.call(identity.GetRegistration, caller, registration_id=registration_id)


def mail_purposes(installation: Installation, email: str) -> list[MailPurpose]:
    purposes = select(Link.purpose).where(Link.email == email).order_by(Link.id)
    return [row.purpose for row in installation.rows("identity", purposes)]


def test_an_approved_person_logs_in_with_the_given_rights_and_scope(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    machine = a_machine(installation, customer)
    a_machine(installation, customer)
    registration_id, email = a_request(installation, customer)
    groups = [a_group(installation, customer, machine)]
    approve(installation, administrator, registration_id, rights=["request_service"], group_ids=groups)
    user = logged_in(installation, email, CHOSEN_PASSWORD)
    assert user.rights == {"request_service"}
    assert [row["id"] for row in installation.call(ListMachines, user)["rows"]] == [machine]


def test_an_approval_is_sent_by_mail(installation: Installation, customer: Customer, administrator: Caller) -> None:
    registration_id, email = a_request(installation, customer)
    approve(installation, administrator, registration_id)
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    subjects = eventually(lambda: [m["Subject"] for m in mail_server.mails(email) if "goedgekeurd" in m["Subject"]])
    assert subjects == ["Uw account is goedgekeurd"]


def test_a_refusal_is_sent_by_mail_with_its_reason_and_gives_no_access(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    refused = refuse(installation, administrator, registration_id)
    assert (refused["status"], refused["answered_by"]) == ("refused", "Ans Mulder")
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    refusals = eventually(lambda: [m for m in mail_server.mails(email) if "afgewezen" in m["Subject"]])
    assert "U werkt niet bij ons." in refusals[0].get_body(("plain",)).get_content()
    with pytest.raises(ContractError):
        logged_in(installation, email, CHOSEN_PASSWORD)


def test_a_refusal_requires_a_reason(installation: Installation, customer: Customer, administrator: Caller) -> None:
    registration_id, _ = a_request(installation, customer)
    with pytest.raises(Invalid):
        installation.call(identity.RefuseRegistration, administrator, registration_id=registration_id, reason=" ")


def test_a_registration_is_answered_once(installation: Installation, customer: Customer, administrator: Caller) -> None:
    registration_id, _ = a_request(installation, customer)
    approve(installation, administrator, registration_id)
    with pytest.raises(RegistrationAnswered):
        refuse(installation, administrator, registration_id)
    with pytest.raises(RegistrationAnswered):
        approve(installation, administrator, registration_id)


@pytest.mark.every_environment
def test_one_of_two_parallel_answers_succeeds(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)

    def decide(act: Any) -> str:
        try:
            act(installation, administrator, registration_id)
        except RegistrationAnswered:
            return "too late"
        return "counted"

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(decide, [approve, refuse])) == ["counted", "too late"]
    decisions = {MailPurpose.REGISTRATION_APPROVED, MailPurpose.REGISTRATION_REFUSED}
    assert len([purpose for purpose in mail_purposes(installation, email) if purpose in decisions]) == 1


def test_a_registration_of_another_customer_is_not_found(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    other = a_customer(installation, "Tweede B.V.")
    logged_in(installation, an_account(installation, other, Right.MANAGE_USERS))
    registration_id, _ = a_request(installation, other)
    for act in (get, approve, refuse):
        with pytest.raises(NotFound):
            act(installation, administrator, registration_id)
    assert installation.call(identity.ListRegistrations, administrator)["rows"] == []


def test_staff_cannot_answer_for_administrators(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    for act in (get, approve, refuse):
        with pytest.raises(NotFound):
            act(installation, STAFF, registration_id)


def test_answering_requires_the_right_to_manage_users(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    for act in (get, approve, refuse):
        with pytest.raises(NotAllowed):
            act(installation, customer.caller("order_supplies"), registration_id)


def test_an_administrator_approved_by_staff_answers_the_next_registration(
    installation: Installation, customer: Customer
) -> None:
    first, email = a_request(installation, customer)
    second, _ = a_request(installation, customer)
    approve(installation, STAFF, first, rights=["manage_users"], all_machines=True)
    assert get(installation, STAFF, first)["status"] == "approved"
    with pytest.raises(NotFound):
        get(installation, STAFF, second)
    assert get(installation, logged_in(installation, email, CHOSEN_PASSWORD), second)["doubt"] is None


def test_a_mistyped_number_is_corrected_and_goes_to_the_administrators(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    installation.call(
        identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number=customer.number
    )
    assert get(installation, administrator, registration_id)["customer_number"] == "1 0 4"
    with pytest.raises(NotFound):
        get(installation, STAFF, registration_id)
    (row,) = installation.call(identity.ListAudit, administrator)["rows"]
    assert (row["action"], row["subject_name"], row["by_staff"]) == ("registration_assigned", "Noor Jansen", True)


def test_a_registration_cannot_be_assigned_to_an_unknown_customer(
    installation: Installation, customer: Customer
) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    with pytest.raises(UnknownCustomer):
        installation.call(identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number="1 0 5")


def test_a_registration_of_a_known_customer_cannot_be_reassigned(
    installation: Installation, customer: Customer
) -> None:
    registration_id, _ = a_request(installation, customer)
    other = a_customer(installation).number
    with pytest.raises(NotFound):
        installation.call(identity.AssignRegistration, STAFF, registration_id=registration_id, customer_number=other)


def test_staff_cannot_approve_whom_the_customer_does_not_admit(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    installation.call(identity.ChangeSelfRegistration, administrator, policy="off")
    registration_id, _ = a_request(installation, customer)
    with pytest.raises(NotAdmitted):
        approve(installation, STAFF, registration_id)
    assert refuse(installation, STAFF, registration_id)["status"] == "refused"


def test_a_registration_with_an_unknown_number_cannot_be_approved(
    installation: Installation, customer: Customer
) -> None:
    registration_id, _ = a_request(installation, customer, number_given="1 0 4")
    with pytest.raises(UnknownCustomer):
        approve(installation, STAFF, registration_id)


def test_a_group_of_another_customer_is_refused(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, _ = a_request(installation, customer)
    group = a_group(installation, a_customer(installation))
    with pytest.raises(UnknownGroup):
        approve(installation, administrator, registration_id, group_ids=[group])
    assert get(installation, administrator, registration_id)["status"] == "open"


def test_an_approved_user_of_another_customer_keeps_the_password(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    email = an_account(installation, a_customer(installation, "Tweede B.V."), password="the password of before")
    registration_id, _ = a_request(installation, customer, email)
    approve(installation, administrator, registration_id)
    session = installation.call(identity.LogIn, VISITOR, email=email, password="the password of before")
    assert len(session["customers"]) == 2


def test_a_registration_of_a_user_cannot_be_approved(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    invite(installation, administrator, email=email)
    token = token_to(installation, email, MailPurpose.SET_PASSWORD)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    with pytest.raises(AlreadyUser):
        approve(installation, administrator, registration_id)


def test_approving_a_registration_also_accepts_a_pending_invitation(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    invite(installation, administrator, email=email)
    assert approve(installation, administrator, registration_id)["status"] == "active"
    assert logged_in(installation, email, CHOSEN_PASSWORD)
    assert MailPurpose.JOIN not in mail_purposes(installation, email)


def test_a_registration_of_a_member_of_staff_cannot_be_approved(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    installation.call(identity.UpsertStaff, STAFF, email=email, name="Noor", password=PASSWORD, rights=[])
    with pytest.raises(EmailTaken):
        approve(installation, administrator, registration_id)


def test_administrators_are_reminded_once_after_three_days(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    a_request(installation, customer)
    installation.shift(days=3, hours=2)
    eventually(lambda: MailPurpose.REGISTRATION_REMINDED in mail_purposes(installation, handler))
    installation.settle()
    installation.shift(days=9)
    installation.settle()
    assert mail_purposes(installation, handler).count(MailPurpose.REGISTRATION_REMINDED) == 1


def test_a_registration_expires_after_thirty_days_with_a_mail(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    registration_id, email = a_request(installation, customer)
    installation.shift(days=30, hours=2)
    manager = customer.caller(Right.MANAGE_USERS)
    eventually(lambda: get(installation, manager, registration_id)["status"] == "expired")
    assert MailPurpose.REGISTRATION_EXPIRED in mail_purposes(installation, email)
    with pytest.raises(RegistrationAnswered):
        approve(installation, manager, registration_id)


def test_answered_registrations_cause_no_reminder(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    handler = an_account(installation, customer, Right.MANAGE_USERS)
    registration_id, _ = a_request(installation, customer)
    unanswered, _ = a_request(installation, customer)
    refuse(installation, administrator, registration_id)
    installation.shift(days=3, hours=2)
    eventually(lambda: MailPurpose.REGISTRATION_REMINDED in mail_purposes(installation, handler))
    assert mail_purposes(installation, handler).count(MailPurpose.REGISTRATION_REMINDED) == 1
    assert get(installation, customer.caller(Right.MANAGE_USERS), unanswered)["status"] == "open"


def test_answers_are_in_the_audit_log(installation: Installation, customer: Customer, administrator: Caller) -> None:
    approve(installation, administrator, a_request(installation, customer)[0], rights=["view_reports"])
    refuse(installation, administrator, a_request(installation, customer)[0])
    rows = installation.call(identity.ListAudit, administrator)["rows"]
    entries = [(row["action"], row["actor_name"], row["subject_name"], row["details"]) for row in rows]
    assert entries == [
        ("registration_refused", "Ans Mulder", "Noor Jansen", {}),
        ("registration_approved", "Ans Mulder", "Noor Jansen", {"rights": ["view_reports"]} | NO_MACHINES),
    ]


def test_answered_registrations_are_listed_separately_newest_first(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    first, second = (a_request(installation, customer)[0] for _ in range(2))
    refuse(installation, administrator, first)
    refuse(installation, administrator, second)
    rows = installation.call(identity.ListRegistrations, administrator, answered=True)["rows"]
    assert [row["id"] for row in rows] == [second, first]
    assert installation.call(identity.ListRegistrations, administrator)["rows"] == []


@pytest.mark.parametrize("rights", [[], ["request_service"]])
def test_an_approval_without_machines_asks_for_confirmation(
    installation: Installation, customer: Customer, administrator: Caller, rights: list[str]
) -> None:
    registration_id, _ = a_request(installation, customer)
    with pytest.raises(identity.NothingGranted):
        approve(installation, administrator, registration_id, rights=rights, without_access=False)
    assert approve(installation, administrator, registration_id, rights=rights, without_access=True)["rights"] == rights
