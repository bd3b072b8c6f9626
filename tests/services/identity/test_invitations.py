"""Invitations: an invited person becomes a user only after accepting, and the customer sees nothing of the profile
before."""

from typing import Any

import pytest
from contracts.accounts import an_administrator, change_of_email, invite, link_to, token_to
from contracts.builders import PASSWORD, Customer, a_customer, a_group, a_staff_member, an_account, logged_in, number
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import Caller, NotFound, TooManyAttempts
from services.chassis.persistence.tables import outbox
from services.identity import contracts as identity
from services.identity.contracts import (
    AlreadyUser,
    InvitationWithdrawn,
    LinkExpired,
    MailPurpose,
    NothingGranted,
    PasswordChanged,
)
from services.identity.model import Link, Person

VISITOR = Caller.visitor()


@pytest.fixture
def other_administrator(installation: Installation) -> Caller:
    """The administrator of another customer."""
    return an_administrator(installation, a_customer(installation, "Tweede B.V."))


@pytest.fixture
def email_elsewhere(installation: Installation) -> str:
    """The address of a user of another customer."""
    return an_account(installation, a_customer(installation, "Tweede B.V."), name="Saskia Bos")


def set_password(installation: Installation, email: str) -> dict[str, Any]:
    token = token_to(installation, email, MailPurpose.SET_PASSWORD)
    return installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def accept_invitation(installation: Installation, email: str) -> dict[str, Any]:
    return answer(installation, email, accept=True)


def answer(installation: Installation, email: str, *, accept: bool) -> dict[str, Any]:
    token = token_to(installation, email, MailPurpose.JOIN)
    return installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=accept)


def audit_actions(installation: Installation, administrator: Caller) -> list[tuple[str, str]]:
    rows = installation.call(identity.ListAudit, administrator)["rows"]
    return [(row["action"], row["subject_name"]) for row in rows]


def customers_of(installation: Installation, email: str) -> list[str]:
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    return [customer["name"] for customer in session["customers"]]


def get_user(installation: Installation, administrator: Caller, invited: dict[str, Any]) -> dict[str, Any]:
    return installation.call(identity.GetUser, administrator, person_id=invited["person_id"])


def test_a_first_password_is_not_reported_as_changed(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator)
    set_password(installation, invited["email"])
    (person,) = installation.rows("identity", select(Person.id).where(Person.email == invited["email"]))
    changed = installation.rows("identity", select(outbox.c.persons).where(outbox.c.type == PasswordChanged.type))
    assert [row for row in changed if str(person.id) in row.persons] == []


@pytest.mark.parametrize("rights", [[], ["request_service"]])
def test_an_invitation_without_machines_asks_for_confirmation(
    installation: Installation, administrator: Caller, rights: list[str]
) -> None:
    with pytest.raises(NothingGranted):
        invite(installation, administrator, rights=rights, without_access=False)
    assert invite(installation, administrator, rights=rights, without_access=True)["rights"] == rights


def test_a_new_person_becomes_a_user_by_setting_a_password(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator, rights=["view_reports"])
    assert invited["status"] == "invited"
    set_password(installation, invited["email"])
    assert logged_in(installation, invited["email"]).rights == {"view_reports"}


def test_rights_and_scope_of_an_invitation_are_in_the_audit_log(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    group = a_group(installation, customer, name="Utrecht")
    invite(installation, administrator, rights=["view_reports"], group_ids=[group])
    (row,) = installation.call(identity.ListAudit, administrator)["rows"]
    assert row["details"] == {
        "rights": ["view_reports"],
        "all_machines": False,
        "groups": ["Utrecht"],
        "machines": 0,
    }


def test_a_person_with_an_account_becomes_a_user_by_accepting(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    assert invite(installation, administrator, email=email_elsewhere)["status"] == "invited"
    assert customers_of(installation, email_elsewhere) == ["Tweede B.V."]
    assert accept_invitation(installation, email_elsewhere)["customer_name"] == "Van Dijk Logistiek B.V."
    assert customers_of(installation, email_elsewhere) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_a_declined_invitation_creates_no_user(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere)
    answer(installation, email_elsewhere, accept=False)
    with pytest.raises(NotFound):
        get_user(installation, administrator, invited)
    assert customers_of(installation, email_elsewhere) == ["Tweede B.V."]


def test_before_the_answer_the_customer_sees_only_what_it_entered(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    entered = {"email": email_elsewhere, "name": "S. Bos", "telephone": "020 555 00 00", "function": ""}
    invited = invite(installation, administrator, **entered)
    installation.call(identity.ChangeRights, administrator, users=[{"person_id": invited["person_id"], "rights": []}])
    assert get_user(installation, administrator, invited).items() >= (entered | {"seen_at": None}).items()
    assert audit_actions(installation, administrator) == [("user_invited", "S. Bos")]
    assert [row["name"] for row in installation.call(identity.ListUsers, administrator, status="invited")["rows"]] == [
        "S. Bos"
    ]


def test_after_the_answer_the_customer_sees_the_profile(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere, name="S. Bos")
    accept_invitation(installation, email_elsewhere)
    assert get_user(installation, administrator, invited)["name"] == "Saskia Bos"
    assert audit_actions(installation, administrator)[0] == ("user_joined", "Saskia Bos")


def test_profile_changes_of_an_invited_person_are_invisible_to_the_customer(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere, name="S. Bos")
    person = installation.call(identity.LogIn, VISITOR, email=email_elsewhere, password=PASSWORD)
    request = {"token": person["token"], "current_password": PASSWORD, "password": "another horse battery"}
    saskia = logged_in(installation, email_elsewhere)
    installation.call(identity.ChangePassword, saskia, **request)
    installation.call(identity.ChangeProfile, saskia, name="Saskia de Bos", telephone="", function="", language="nl")
    assert [row["name"] for row in installation.call(identity.ListUsers, administrator, text="s. bos")["rows"]] == [
        "S. Bos"
    ]
    assert get_user(installation, administrator, invited)["name"] == "S. Bos"
    assert audit_actions(installation, administrator) == [("user_invited", "S. Bos")]


def test_an_invited_person_cannot_be_impersonated(
    installation: Installation, customer: Customer, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere)
    email = an_account(installation, customer, "manage_users")
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    with pytest.raises(NotFound):
        installation.call(
            identity.StartImpersonation,
            logged_in(installation, email),
            person_id=invited["person_id"],
            token=session["token"],
        )


def test_an_invitation_is_answered_once(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invite(installation, administrator, email=email_elsewhere)
    token = token_to(installation, email_elsewhere, MailPurpose.JOIN)
    installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)
    with pytest.raises(LinkExpired):
        installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=False)


@pytest.mark.parametrize("withdraw", [identity.RemoveUser, identity.DeactivateUser])
@pytest.mark.parametrize("respond", [set_password, accept_invitation])
def test_a_withdrawn_invitation_cannot_be_accepted(
    installation: Installation, administrator: Caller, email_elsewhere: str, withdraw: Any, respond: Any
) -> None:
    email = email_elsewhere if respond is accept_invitation else f"{number('new')}@vandijk.example"
    invited = invite(installation, administrator, email=email)
    installation.call(withdraw, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkExpired):
        respond(installation, email)


def test_a_reactivated_invitation_can_be_sent_again_and_accepted(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere)
    for operation in (identity.DeactivateUser, identity.ReactivateUser):
        installation.call(operation, administrator, person_id=invited["person_id"])
    assert get_user(installation, administrator, invited)["status"] == "invited"
    installation.call(identity.ResendInvitation, administrator, person_id=invited["person_id"])
    accept_invitation(installation, email_elsewhere)
    assert get_user(installation, administrator, invited)["status"] == "active"


def test_a_resent_invitation_invalidates_the_first_link(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator)
    first = token_to(installation, invited["email"], MailPurpose.SET_PASSWORD)
    installation.call(identity.ResendInvitation, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=first, password=PASSWORD)
    assert set_password(installation, invited["email"])


def test_an_accepted_invitation_cannot_be_resent(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator)
    set_password(installation, invited["email"])
    with pytest.raises(NotFound):
        installation.call(identity.ResendInvitation, administrator, person_id=invited["person_id"])


def test_resending_is_limited(installation: Installation, administrator: Caller) -> None:
    person_id = invite(installation, administrator)["person_id"]
    with pytest.raises(TooManyAttempts):
        resend_often(installation, administrator, person_id)


def resend_often(installation: Installation, administrator: Caller, person_id: str) -> None:
    for _ in range(6):
        installation.call(identity.ResendInvitation, administrator, person_id=person_id)


def test_a_password_reset_resends_the_invitation(installation: Installation, administrator: Caller) -> None:
    email = invite(installation, administrator)["email"]
    installation.call(identity.RequestPasswordReset, VISITOR, email=email, client_address=number("place "))
    purposes = select(Link.purpose).where(Link.email == email)
    assert [row.purpose for row in installation.rows("identity", purposes)] == [MailPurpose.SET_PASSWORD] * 2
    assert set_password(installation, email)


def test_invitations_of_two_customers_are_accepted_separately(
    installation: Installation, administrator: Caller, other_administrator: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    invite(installation, administrator, email=email, name="Lotte")
    invited = invite(installation, other_administrator, email=email, name="Lot")
    assert invited["name"] == "Lot"
    set_password(installation, email)
    assert customers_of(installation, email) == ["Tweede B.V."]
    accept_invitation(installation, email)
    assert customers_of(installation, email) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_an_invitation_stays_valid_after_a_password_reset(
    installation: Installation, other_administrator: Caller
) -> None:
    email = an_account(installation, a_customer(installation, "Derde B.V."))
    token = change_of_email(installation, logged_in(installation, email), f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, MailPurpose.UNDO_EMAIL))
    invite(installation, other_administrator, email=email)
    token = token_to(installation, email, MailPurpose.PASSWORD_REMOVED)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    accept_invitation(installation, email)
    assert customers_of(installation, email) == ["Derde B.V.", "Tweede B.V."]


def test_withdrawing_one_invitation_keeps_that_of_another_customer(
    installation: Installation, administrator: Caller, other_administrator: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    person_id = invite(installation, administrator, email=email)["person_id"]
    invite(installation, other_administrator, email=email)
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    assert set_password(installation, email) == {"email": email}


def test_the_link_of_an_invitation_names_the_customer(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invite(installation, administrator, email=email_elsewhere)
    token = token_to(installation, email_elsewhere, MailPurpose.JOIN)
    link = installation.call(identity.GetLink, VISITOR, token=token, purposes=["join"])
    assert (link["email"], link["customer_name"]) == (email_elsewhere, "Van Dijk Logistiek B.V.")


def test_an_invitation_to_an_abandoned_address_is_void(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invite(installation, administrator, email=email_elsewhere)
    token = token_to(installation, email_elsewhere, MailPurpose.JOIN)
    changed = change_of_email(
        installation, logged_in(installation, email_elsewhere), f"{number('new')}@vandijk.example"
    )
    installation.call(identity.ConfirmEmail, VISITOR, token=changed)
    with pytest.raises(LinkExpired):
        installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)


def test_an_invitation_link_cannot_set_a_password(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invite(installation, administrator, email=email_elsewhere)
    token = token_to(installation, email_elsewhere, MailPurpose.JOIN)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def test_an_upserted_person_is_a_user_without_accepting(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    invited = invite(installation, administrator)
    an_account(installation, customer, email=invited["email"])
    assert get_user(installation, administrator, invited)["status"] == "active"
    assert logged_in(installation, invited["email"])


def test_a_user_cannot_be_invited_twice(installation: Installation, administrator: Caller) -> None:
    email = invite(installation, administrator)["email"]
    with pytest.raises(AlreadyUser):
        invite(installation, administrator, email=email)


def test_the_answer_is_the_same_for_every_address(installation: Installation, administrator: Caller) -> None:
    staff, elsewhere = a_staff_member(installation), an_account(installation, a_customer(installation, "Tweede B.V."))
    answers = [
        invite(installation, administrator, email=email, language="en")
        for email in (staff, elsewhere, f"{number('nobody')}@vandijk.example")
    ]
    differing = ("email", "person_id", "membership_id")
    assert [{k: v for k, v in one.items() if k not in differing} for one in answers] == [
        {k: v for k, v in answers[0].items() if k not in differing}
    ] * 3


def test_the_id_of_an_invited_person_does_not_tell_the_age_of_an_account(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    known_ids = str(installation.rows("identity", select(Person.id)))
    invited = invite(installation, administrator, email=email_elsewhere)
    assert invited["person_id"] == invited["membership_id"]
    assert invited["person_id"] not in known_ids
    assert get_user(installation, administrator, invited) == invited


def test_changes_of_an_invited_person_are_found_in_the_audit_log_by_the_shown_id(
    installation: Installation, administrator: Caller, email_elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=email_elsewhere)
    rows = installation.call(identity.ListAudit, administrator, person_id=invited["person_id"])["rows"]
    assert [row["action"] for row in rows] == ["user_invited"]


def test_an_invited_member_of_staff_gets_a_notice_and_stays_staff(
    installation: Installation, administrator: Caller
) -> None:
    email = a_staff_member(installation)
    invite(installation, administrator, email=email)
    assert link_to(installation, email, MailPurpose.ADDRESS_IN_USE)
    assert logged_in(installation, email).is_staff
    installation.call(identity.UpsertStaff, STAFF, email=email, name="Joris", password=PASSWORD, rights=[])


@pytest.mark.parametrize("withdraw", [identity.RemoveUser, identity.DeactivateUser], ids=lambda one: one.name)
def test_the_page_of_a_withdrawn_invitation_is_told_so(
    installation: Installation, administrator: Caller, withdraw: Any
) -> None:
    invited = invite(installation, administrator)
    token = token_to(installation, invited["email"], MailPurpose.SET_PASSWORD)
    installation.call(withdraw, administrator, person_id=invited["person_id"])
    with pytest.raises(InvitationWithdrawn) as error:
        installation.call(identity.GetLink, VISITOR, token=token, purposes=["set_password"])
    assert error.value.params == {"customer_name": "Van Dijk Logistiek B.V."}
