"""Removal of accounts (docs/features.md#personal-data): who may, what stays, and what the former address can do."""

import dataclasses
from uuid import UUID, uuid4

import pytest
from contracts.accounts import VISITOR, change_of_email, confirmation_token, link_to, registration_token
from contracts.builders import (
    PASSWORD,
    Customer,
    a_customer,
    a_staff_member,
    a_visitor_message,
    an_account,
    logged_in,
    number,
)
from contracts.running import STAFF, Installation
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.contract import Caller, ImpersonationReadOnly, NotAllowed, NotFound, NotLoggedIn
from services.chassis.contract.caller import OPERATE
from services.chassis.contract.personal_data_operations import ApplyErasure, ListErasures
from services.identity import contracts as identity
from services.identity.contracts import (
    AuditAction,
    LastAdministrator,
    LastStaffAdministrator,
    MailPurpose,
    Right,
    WrongCredentials,
    WrongPassword,
)
from services.identity.model import AuditEntry, Link, Person, Registration
from services.servicedesk.model import ContactMessage

OPERATOR = Caller.operator(OPERATE)


def remove(installation: Installation, caller: Caller, password: str = PASSWORD) -> None:
    installation.call(identity.RemoveOwnAccount, caller, password=password)


def change_email(installation: Installation, caller: Caller, email: str) -> None:
    token = change_of_email(installation, caller, email)
    installation.call(identity.ConfirmEmail, VISITOR, token=token)


def count(installation: Installation, model: type, *conditions: object) -> int:
    statement = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return int(installation.rows("identity", statement)[0][0])


def test_a_wrong_password_removes_nothing(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    with pytest.raises(WrongPassword):
        remove(installation, logged_in(installation, email), "another horse battery")
    assert logged_in(installation, email)


def test_the_last_administrator_of_a_customer_stays(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer, Right.MANAGE_USERS)
    an_account(installation, customer, Right.ORDER_SUPPLIES)
    caller = logged_in(installation, email)
    assert installation.call(identity.CheckOwnRemoval, caller)["last_administrator_of"] == [customer.name]
    with pytest.raises(LastAdministrator):
        remove(installation, caller)
    assert logged_in(installation, email)


def test_an_administrator_beside_another_one_can_leave(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer, Right.MANAGE_USERS)
    an_account(installation, customer, Right.MANAGE_USERS)
    caller = logged_in(installation, email)
    assert installation.call(identity.CheckOwnRemoval, caller)["last_administrator_of"] == []
    remove(installation, caller)
    assert count(installation, Person, Person.email == email) == 0


def test_an_impersonator_removes_nobody(installation: Installation, customer: Customer) -> None:
    caller = logged_in(installation, an_account(installation, customer))
    with pytest.raises(ImpersonationReadOnly):
        remove(installation, dataclasses.replace(caller, impersonated_by="Ans Mulder"))


def test_staff_do_not_remove_their_own_account(installation: Installation) -> None:
    with pytest.raises(NotAllowed):
        remove(installation, logged_in(installation, a_staff_member(installation)))


def test_sessions_end_with_the_account(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    remove(installation, logged_in(installation, email))
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=session["token"])
    with pytest.raises(WrongCredentials):
        logged_in(installation, email)


def test_the_address_can_register_again_as_somebody_new(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    former = logged_in(installation, email)
    remove(installation, former)
    an_account(installation, customer, email=email)
    again = logged_in(installation, email)
    assert again.person_id != former.person_id
    installation.call(identity.ChangeProfile, again, function="Nieuw")


def test_the_audit_log_keeps_the_facts_without_the_name(installation: Installation, customer: Customer) -> None:
    caller = logged_in(installation, an_account(installation, customer, name="Piet Vertrekt"))
    remove(installation, caller)
    of_person = select(AuditEntry).where(AuditEntry.subject_id == caller.user_id)

    def entries() -> list[AuditEntry]:
        with installation.read("identity") as session:
            return list(session.scalars(of_person))

    eventually(lambda: {entry.subject_name + entry.actor_name for entry in entries()} == {""})
    assert AuditAction.ACCOUNT_REMOVED in {entry.action for entry in entries()}
    rows = installation.call(identity.ListAudit, STAFF, customer_id=str(customer.id), person_id=caller.person_id)[
        "rows"
    ]
    assert {(row["actor_erased"], row["subject_erased"]) for row in rows} == {(True, True)}


def test_the_removal_is_confirmed_once_and_the_address_forgotten(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer)
    remove(installation, logged_in(installation, email))
    assert installation.mail_server is not None
    mail_server = installation.mail_server
    (mail,) = eventually(lambda: mail_server.mails(email))
    assert "verwijderd" in str(mail["Subject"])
    eventually(lambda: count(installation, Link, Link.email == email) == 0)


def test_an_operator_erases_by_address_also_the_last_administrator(
    installation: Installation, customer: Customer
) -> None:
    email = an_account(installation, customer, Right.MANAGE_USERS)
    erased = installation.call(identity.EraseUser, OPERATOR, email=email)
    assert erased["customers"] == [customer.name]
    assert count(installation, Person, Person.email == email) == 0


def test_the_last_member_of_staff_who_manages_staff_is_not_erased(installation: Installation) -> None:
    a_staff_member(installation)
    managers = [
        row["person_id"]
        for row in installation.call(identity.ListStaff, STAFF)["rows"]
        if "manage_staff" in row["rights"]
    ]
    for person_id in managers[:-1]:
        installation.call(identity.EraseUser, OPERATOR, person_id=person_id)
    with pytest.raises(LastStaffAdministrator):
        installation.call(identity.EraseUser, OPERATOR, person_id=managers[-1])


def test_a_registration_without_an_account_is_erased_by_address(installation: Installation, customer: Customer) -> None:
    email = f"{number('tom')}@vandijk.example"
    registration_token(installation, customer.number, email=email)
    installation.call(identity.EraseUser, OPERATOR, email=email)
    assert count(installation, Registration, Registration.email == email) == 0
    assert count(installation, Link, Link.email == email) == 0


def test_an_invitation_is_erased_with_the_person(installation: Installation, administrator: Caller) -> None:
    email = f"{number('lotte')}@vandijk.example"
    invited = {"email": email, "name": "Lotte Smit", "rights": [], "without_access": True}
    installation.call(identity.InviteUser, administrator, **invited)
    installation.call(identity.EraseUser, OPERATOR, email=email)
    assert not installation.call(identity.ListUsers, administrator, text=email)["rows"]
    assert count(installation, Person, Person.email == email) == 0


@pytest.mark.every_environment
def test_a_former_address_of_somebody_else_is_left_alone(installation: Installation, customer: Customer) -> None:
    former = an_account(installation, customer)
    caller = logged_in(installation, former)
    change_email(installation, caller, f"{number('nieuw')}@vandijk.example")
    registration_token(installation, customer.number, email=former)
    remove(installation, caller)
    assert count(installation, Registration, Registration.email == former) == 1
    assert count(installation, Link, Link.email == former) == 1


def test_a_registration_of_somebody_with_another_address_now_is_left_alone(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    address = f"{number('vrij')}@vandijk.example"
    token = registration_token(installation, customer.number, email=address, password=PASSWORD)
    installation.call(identity.ConfirmRegistration, VISITOR, token=token)
    (registration,) = installation.rows("identity", select(Registration.id).where(Registration.email == address))
    scope = {"all_machines": True, "rights": [], "without_access": False}
    installation.call(identity.ApproveRegistration, administrator, registration_id=str(registration.id), **scope)
    change_email(installation, logged_in(installation, address), f"{number('verhuisd')}@vandijk.example")
    later = logged_in(installation, an_account(installation, customer))
    change_email(installation, later, address)
    remove(installation, later)
    assert count(installation, Registration, Registration.id == registration.id) == 1


def test_what_was_stored_with_a_former_address_is_erased(installation: Installation, customer: Customer) -> None:
    former = f"{number('eerder')}@vandijk.example"
    registration_token(installation, customer.number, email=former)
    caller = logged_in(installation, an_account(installation, customer, email=former))
    a_visitor_message(installation, email=former, text="Van de vorige")
    change_email(installation, caller, f"{number('nieuw')}@vandijk.example")
    a_visitor_message(installation, email=former, text="Van de volgende")
    remove(installation, caller)
    assert count(installation, Registration, Registration.email == former) == 0
    assert count(installation, Link, Link.email == former) == 0
    written = select(ContactMessage.text).where(ContactMessage.email == former)
    eventually(lambda: [row.text for row in installation.rows("servicedesk", written)] == ["Van de volgende"])


@pytest.mark.every_environment
def test_a_confirmation_address_is_removed_with_the_person_who_reads_it(
    installation: Installation, administrator: Caller
) -> None:
    email = an_account(installation, a_customer(installation))
    token = confirmation_token(installation, administrator, email)
    installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)
    remove(installation, logged_in(installation, email))
    assert installation.call(identity.GetConfirmationAddress, administrator)["email"] == ""
    rows = installation.call(identity.ListAudit, administrator, action=AuditAction.CONFIRMATION_ADDRESS_CHANGED)["rows"]
    assert [email in str(row["details"]) for row in rows] == [False, False]
    of_administrator = installation.call(identity.GetAccount, administrator)["email"]
    assert link_to(installation, of_administrator, MailPurpose.CONFIRMATION_ADDRESS_REMOVED)


def test_a_shared_confirmation_address_stays(installation: Installation, administrator: Caller) -> None:
    token = confirmation_token(installation, administrator, shared := f"{number('facilities')}@vandijk.example")
    installation.call(identity.ConfirmConfirmationAddress, VISITOR, token=token)
    remove(installation, logged_in(installation, an_account(installation, a_customer(installation))))
    assert installation.call(identity.GetConfirmationAddress, administrator)["email"] == shared


def test_more_messages_than_a_page_are_erased_by_address(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with more ids than an event may have."""
    monkeypatch.setattr("services.chassis.runtime.personal_data.BATCH", 2)
    monkeypatch.setattr("services.identity.commands.removal.MAX_OTHER_IDS", 2)
    email = f"{number('vera')}@elders.example"
    for _ in range(5):
        a_visitor_message(installation, email=email)
    installation.call(identity.EraseUser, OPERATOR, email=email)
    left = select(func.count()).select_from(ContactMessage).where(ContactMessage.email == email)
    eventually(lambda: installation.rows("servicedesk", left)[0][0] == 0)


def test_messages_sent_as_a_visitor_are_erased_by_address(installation: Installation) -> None:
    email = f"{number('vera')}@elders.example"
    reference = a_visitor_message(installation, email=email, name="Vera Vink", text="Bel mij")
    installation.call(identity.EraseUser, OPERATOR, email=email)
    stored = select(ContactMessage.email, ContactMessage.name, ContactMessage.text).where(
        ContactMessage.reference_number == reference
    )
    eventually(lambda: [tuple(row) for row in installation.rows("servicedesk", stored)] == [("", "", "")])


def test_nobody_is_erased_by_an_unknown_address_or_id(installation: Installation) -> None:
    for unknown in ({"email": "niemand@nergens.example"}, {"person_id": str(uuid4())}, {}):
        with pytest.raises(NotFound):
            installation.call(identity.EraseUser, OPERATOR, **unknown)


def test_staff_in_the_portal_erase_nobody(installation: Installation) -> None:
    with pytest.raises(NotAllowed):
        installation.call(identity.EraseUser, STAFF, email="sanne@vandijk.example")


def test_an_account_that_a_backup_brings_back_is_removed_again(installation: Installation, customer: Customer) -> None:
    """The tombstone of another service is applied to identity."""
    email = an_account(installation, customer, Right.MANAGE_USERS)
    person_id = logged_in(installation, email).person_id
    erasure = {"person_id": person_id, "erased_at": "2026-03-03T08:12:00+00:00", "other_ids": []}
    installation.call(ApplyErasure, OPERATOR, service="identity", **erasure)
    assert count(installation, Person, Person.email == email) == 0

    def known_to_notify() -> bool:
        rows = installation.call(ListErasures, OPERATOR, service="notify", limit=500)["rows"]
        return person_id in [row["person_id"] for row in rows]

    assert eventually(known_to_notify)


def test_a_link_to_somebody_else_names_the_person_no_more(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    caller = logged_in(installation, an_account(installation, customer, Right.MANAGE_USERS, name="Piet Nodigt Uit"))
    email = f"{number('lotte')}@vandijk.example"
    invited = {"email": email, "name": "Lotte Smit", "rights": [], "without_access": True}
    installation.call(identity.InviteUser, caller, **invited)
    remove(installation, caller)
    link_id = link_to(installation, email, MailPurpose.SET_PASSWORD)
    (row,) = installation.rows("identity", select(Link.about).where(Link.id == UUID(link_id)))
    assert (row.about["invited_by"], row.about["by_id"]) == ("", "")


def test_answer_without_an_id_of_a_namesake_elsewhere_keeps_the_name(installation: Installation) -> None:
    """Older rows have no id of who answered."""
    here, elsewhere = a_customer(installation), a_customer(installation)
    ids = []
    for customer in (here, elsewhere):
        email = f"{number('tom')}@vandijk.example"
        registration_token(installation, customer.number, email=email)
        with installation.runtime("identity").database.write("test") as session:
            registration = session.scalars(select(Registration).where(Registration.email == email)).one()
            registration.customer_id, registration.answered_by = customer.id, "Jan Naamgenoot"
            ids.append(registration.id)
    remove(installation, logged_in(installation, an_account(installation, here, name="Jan Naamgenoot")))

    def names() -> list[str]:
        query = select(Registration.id, Registration.answered_by).where(Registration.id.in_(ids))
        found = {row.id: row.answered_by for row in installation.rows("identity", query)}
        return [found[id] for id in ids]

    assert eventually(lambda: names() if names()[0] == "" else None) == ["", "Jan Naamgenoot"]


def test_a_link_in_the_name_of_a_namesake_keeps_the_name(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    namesake = logged_in(installation, an_account(installation, customer, Right.MANAGE_USERS, name="Jan de Vries"))
    email = f"{number('lotte')}@vandijk.example"
    invited = {"email": email, "name": "Lotte Smit", "rights": [], "without_access": True}
    installation.call(identity.InviteUser, namesake, **invited)
    remove(installation, logged_in(installation, an_account(installation, customer, name="Jan de Vries")))
    link_id = link_to(installation, email, MailPurpose.SET_PASSWORD)
    (row,) = installation.rows("identity", select(Link.about).where(Link.id == UUID(link_id)))
    assert row.about["invited_by"] == "Jan de Vries"


def test_an_unknown_person_is_refused_whatever_the_address(installation: Installation, customer: Customer) -> None:
    email = an_account(installation, customer)
    a_visitor_message(installation, email=email)
    with pytest.raises(NotFound):
        installation.call(identity.EraseUser, OPERATOR, person_id=str(uuid4()), email=email)
    stored = select(func.count()).select_from(ContactMessage).where(ContactMessage.email == email)
    assert installation.rows("servicedesk", stored)[0][0] == 1
