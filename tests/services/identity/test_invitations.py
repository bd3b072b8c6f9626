"""Invitations: nobody is a user before having said yes, and until then the customer learns nothing about him."""

from typing import Any

import pytest
from contracts.accounts import an_administrator, change_of_email, invite, token_to
from contracts.builders import PASSWORD, Customer, a_customer, a_group, an_account, logged_in, number
from contracts.running import STAFF, Installation
from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.identity import contracts as identity
from services.identity.contracts import AlreadyUser, EmailTaken, LinkExpired, LinkPurpose, TooManyAttempts
from services.identity.model import Link

VISITOR = Caller.visitor()


@pytest.fixture
def other(installation: Installation) -> Caller:
    """The administrator of another customer."""
    return an_administrator(installation, a_customer(installation, "Tweede B.V."))


@pytest.fixture
def elsewhere(installation: Installation) -> str:
    """The address of somebody who is a user of another customer."""
    return an_account(installation, a_customer(installation, "Tweede B.V."), name="Saskia Bos")


def set_password(installation: Installation, email: str) -> dict[str, Any]:
    token = token_to(installation, email, LinkPurpose.SET_PASSWORD)
    return installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def say_yes(installation: Installation, email: str) -> dict[str, Any]:
    return answer(installation, email, accept=True)


def answer(installation: Installation, email: str, *, accept: bool) -> dict[str, Any]:
    token = token_to(installation, email, LinkPurpose.JOIN)
    return installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=accept)


def audit(installation: Installation, administrator: Caller) -> list[tuple[str, str]]:
    rows = installation.call(identity.ListAudit, administrator)["rows"]
    return [(row["action"], row["subject_name"]) for row in rows]


def customers(installation: Installation, email: str) -> list[str]:
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    return [one["name"] for one in session["customers"]]


def find(installation: Installation, administrator: Caller, invited: dict[str, Any]) -> dict[str, Any]:
    return installation.call(identity.GetUser, administrator, person_id=invited["person_id"])


def test_who_has_no_account_sets_a_password_through_the_link_and_is_in(
    installation: Installation, administrator: Caller
) -> None:
    invited = invite(installation, administrator, rights=["view_reports"])
    assert invited["status"] == "invited"
    set_password(installation, invited["email"])
    assert logged_in(installation, invited["email"]).rights == {"view_reports"}


def test_what_a_new_user_may_do_and_sees_stands_in_the_audit_log(
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


def test_who_has_an_account_is_a_user_once_he_says_yes(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    assert invite(installation, administrator, email=elsewhere)["status"] == "invited"
    assert customers(installation, elsewhere) == ["Tweede B.V."]
    assert say_yes(installation, elsewhere)["customer_name"] == "Van Dijk Logistiek B.V."
    assert customers(installation, elsewhere) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_who_says_no_is_no_user(installation: Installation, administrator: Caller, elsewhere: str) -> None:
    invited = invite(installation, administrator, email=elsewhere)
    answer(installation, elsewhere, accept=False)
    with pytest.raises(NotFound):
        find(installation, administrator, invited)
    assert customers(installation, elsewhere) == ["Tweede B.V."]


def test_before_the_answer_the_customer_sees_only_what_it_typed(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    asked = {"email": elsewhere, "name": "S. Bos", "telephone": "020 555 00 00", "function": ""}
    invited = invite(installation, administrator, **asked)
    installation.call(identity.ChangeRights, administrator, users=[{"person_id": invited["person_id"], "rights": []}])
    assert find(installation, administrator, invited).items() >= (asked | {"seen_at": None}).items()
    assert audit(installation, administrator) == [("user_invited", "S. Bos")]
    assert [row["name"] for row in installation.call(identity.ListUsers, administrator, status="invited")["rows"]] == [
        "S. Bos"
    ]


def test_after_the_answer_the_customer_sees_the_profile(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=elsewhere, name="S. Bos")
    say_yes(installation, elsewhere)
    assert find(installation, administrator, invited)["name"] == "Saskia Bos"
    assert audit(installation, administrator)[0] == ("user_joined", "Saskia Bos")


def test_a_new_name_or_password_of_who_has_not_answered_stays_unknown_to_the_customer(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=elsewhere, name="S. Bos")
    person = installation.call(identity.LogIn, VISITOR, email=elsewhere, password=PASSWORD)
    asked = {"token": person["token"], "current_password": PASSWORD, "password": "another horse battery"}
    saskia = logged_in(installation, elsewhere)
    installation.call(identity.ChangePassword, saskia, **asked)
    installation.call(identity.ChangeProfile, saskia, name="Saskia de Bos", telephone="", function="", language="nl")
    assert [row["name"] for row in installation.call(identity.ListUsers, administrator, text="s. bos")["rows"]] == [
        "S. Bos"
    ]
    assert find(installation, administrator, invited)["name"] == "S. Bos"
    assert audit(installation, administrator) == [("user_invited", "S. Bos")]


def test_nobody_looks_at_the_portal_as_who_has_not_answered(
    installation: Installation, customer: Customer, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=elsewhere)
    email = an_account(installation, customer, "manage_users")
    session = installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    with pytest.raises(NotFound):
        installation.call(
            identity.StartImpersonation,
            logged_in(installation, email),
            person_id=invited["person_id"],
            token=session["token"],
        )


def test_an_answer_is_given_once(installation: Installation, administrator: Caller, elsewhere: str) -> None:
    invite(installation, administrator, email=elsewhere)
    token = token_to(installation, elsewhere, LinkPurpose.JOIN)
    installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)
    with pytest.raises(LinkExpired):
        installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=False)


@pytest.mark.parametrize("taken_back_by", [identity.RemoveUser, identity.DeactivateUser])
@pytest.mark.parametrize("answering", [set_password, say_yes])
def test_an_invitation_that_was_taken_back_is_not_answered(
    installation: Installation, administrator: Caller, elsewhere: str, taken_back_by: Any, answering: Any
) -> None:
    email = elsewhere if answering is say_yes else f"{number('new')}@vandijk.example"
    invited = invite(installation, administrator, email=email)
    installation.call(taken_back_by, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkExpired):
        answering(installation, email)


def test_who_is_reactivated_before_having_answered_is_still_asked(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(installation, administrator, email=elsewhere)
    for operation in (identity.DeactivateUser, identity.ReactivateUser):
        installation.call(operation, administrator, person_id=invited["person_id"])
    assert find(installation, administrator, invited)["status"] == "invited"
    say_yes(installation, elsewhere)
    assert find(installation, administrator, invited)["status"] == "active"


def test_it_can_be_sent_again_and_the_first_link_is_void(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator)
    first = token_to(installation, invited["email"], LinkPurpose.SET_PASSWORD)
    installation.call(identity.ResendInvitation, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=first, password=PASSWORD)
    assert set_password(installation, invited["email"])


def test_who_answered_is_not_invited_again(installation: Installation, administrator: Caller) -> None:
    invited = invite(installation, administrator)
    set_password(installation, invited["email"])
    with pytest.raises(NotFound):
        installation.call(identity.ResendInvitation, administrator, person_id=invited["person_id"])


def test_it_is_not_sent_again_as_often_as_somebody_likes(installation: Installation, administrator: Caller) -> None:
    person_id = invite(installation, administrator)["person_id"]
    with pytest.raises(TooManyAttempts):
        invite_again_often(installation, administrator, person_id)


def invite_again_often(installation: Installation, administrator: Caller, person_id: str) -> None:
    for _ in range(6):
        installation.call(identity.ResendInvitation, administrator, person_id=person_id)


def test_who_lost_it_gets_it_again_by_asking_for_a_password(installation: Installation, administrator: Caller) -> None:
    email = invite(installation, administrator)["email"]
    installation.call(identity.RequestPasswordReset, VISITOR, email=email, client_address=number("place "))
    sent = select(Link.purpose).where(Link.email == email)
    assert [row.purpose for row in installation.rows("identity", sent)] == [LinkPurpose.SET_PASSWORD] * 2
    assert set_password(installation, email)


def test_of_two_customers_that_invite_somebody_new_each_gets_an_answer_of_its_own(
    installation: Installation, administrator: Caller, other: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    invite(installation, administrator, email=email, name="Lotte")
    invited = invite(installation, other, email=email, name="Lot")
    assert invited["name"] == "Lot"
    set_password(installation, email)
    assert customers(installation, email) == ["Tweede B.V."]
    say_yes(installation, email)
    assert customers(installation, email) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_who_gets_a_password_otherwise_can_still_answer(installation: Installation, other: Caller) -> None:
    email = an_account(installation, a_customer(installation, "Derde B.V."))
    token = change_of_email(installation, logged_in(installation, email), f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=token)
    installation.call(identity.UndoEmail, VISITOR, token=token_to(installation, email, LinkPurpose.UNDO_EMAIL))
    invite(installation, other, email=email)
    token = token_to(installation, email, LinkPurpose.RESET_PASSWORD)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    say_yes(installation, email)
    assert customers(installation, email) == ["Derde B.V.", "Tweede B.V."]


def test_the_end_of_one_invitation_leaves_that_of_another_customer(
    installation: Installation, administrator: Caller, other: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    invite(installation, administrator, email=email)
    person_id = invite(installation, other, email=email)["person_id"]
    installation.call(identity.RemoveUser, administrator, person_id=person_id)
    assert set_password(installation, email) == {"email": email}


def test_the_page_of_an_invitation_is_told_who_invites(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    invite(installation, administrator, email=elsewhere)
    token = token_to(installation, elsewhere, LinkPurpose.JOIN)
    link = installation.call(identity.GetLink, VISITOR, token=token, purposes=["join"])
    assert (link["email"], link["customer_name"]) == (elsewhere, "Van Dijk Logistiek B.V.")


def test_a_link_at_an_address_that_was_left_answers_nothing(
    installation: Installation, administrator: Caller, elsewhere: str
) -> None:
    invite(installation, administrator, email=elsewhere)
    token = token_to(installation, elsewhere, LinkPurpose.JOIN)
    changed = change_of_email(installation, logged_in(installation, elsewhere), f"{number('new')}@vandijk.example")
    installation.call(identity.ConfirmEmail, VISITOR, token=changed)
    with pytest.raises(LinkExpired):
        installation.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)


def test_a_link_to_join_sets_no_password(installation: Installation, administrator: Caller, elsewhere: str) -> None:
    invite(installation, administrator, email=elsewhere)
    token = token_to(installation, elsewhere, LinkPurpose.JOIN)
    with pytest.raises(LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def test_somebody_who_was_recorded_is_a_user_without_answering(
    installation: Installation, customer: Customer, administrator: Caller
) -> None:
    invited = invite(installation, administrator)
    an_account(installation, customer, email=invited["email"])
    assert find(installation, administrator, invited)["status"] == "active"
    assert logged_in(installation, invited["email"])


def test_a_user_is_not_invited_twice(installation: Installation, administrator: Caller) -> None:
    email = invite(installation, administrator)["email"]
    with pytest.raises(AlreadyUser):
        invite(installation, administrator, email=email)


def test_staff_are_no_users(installation: Installation, administrator: Caller) -> None:
    email = f"{number('staff')}@dealer.example"
    installation.call(identity.UpsertStaff, STAFF, email=email, name="Joris", password=PASSWORD, rights=[])
    with pytest.raises(EmailTaken):
        invite(installation, administrator, email=email)
