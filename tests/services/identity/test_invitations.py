"""Invitations: nobody is a user before having said yes, and until then the customer learns nothing about him."""

from typing import Any

import pytest
from contracts.accounts import an_administrator, change_of_email, invite, token_to
from contracts.builders import PASSWORD, Customer, a_customer, a_group, an_account, logged_in, number
from contracts.running import STAFF, House
from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.identity import contracts as identity
from services.identity.contracts import AddressTaken, AlreadyUser, LinkDead, LinkPurpose, TooManyTries
from services.identity.model import Link

VISITOR = Caller.visitor()


@pytest.fixture
def other(house: House) -> Caller:
    """The administrator of another customer."""
    return an_administrator(house, a_customer(house, "Tweede B.V."))


@pytest.fixture
def elsewhere(house: House) -> str:
    """The address of somebody who is a user of another customer."""
    return an_account(house, a_customer(house, "Tweede B.V."), name="Saskia Bos")


def set_password(house: House, email: str) -> dict[str, Any]:
    token = token_to(house, email, LinkPurpose.SET_PASSWORD)
    return house.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def say_yes(house: House, email: str) -> dict[str, Any]:
    return answer(house, email, accept=True)


def answer(house: House, email: str, *, accept: bool) -> dict[str, Any]:
    token = token_to(house, email, LinkPurpose.JOIN)
    return house.call(identity.AnswerInvitation, VISITOR, token=token, accept=accept)


def audit(house: House, administrator: Caller) -> list[tuple[str, str]]:
    rows = house.call(identity.ListAudit, administrator)["rows"]
    return [(row["action"], row["subject_name"]) for row in rows]


def customers(house: House, email: str) -> list[str]:
    session = house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    return [one["name"] for one in session["customers"]]


def find(house: House, administrator: Caller, invited: dict[str, Any]) -> dict[str, Any]:
    return house.call(identity.FindUser, administrator, person_id=invited["person_id"])


def test_who_has_no_account_sets_a_password_through_the_link_and_is_in(house: House, administrator: Caller) -> None:
    invited = invite(house, administrator, rights=["view_reports"])
    assert invited["status"] == "invited"
    set_password(house, invited["email"])
    assert logged_in(house, invited["email"]).rights == {"view_reports"}


def test_what_a_new_user_may_do_and_sees_stands_in_the_audit_log(
    house: House, customer: Customer, administrator: Caller
) -> None:
    group = a_group(house, customer, name="Utrecht")
    invite(house, administrator, rights=["view_reports"], group_ids=[group])
    (row,) = house.call(identity.ListAudit, administrator)["rows"]
    assert row["details"] == {
        "rights": ["view_reports"],
        "all_machines": False,
        "groups": ["Utrecht"],
        "machines": 0,
    }


def test_who_has_an_account_is_a_user_once_he_says_yes(house: House, administrator: Caller, elsewhere: str) -> None:
    assert invite(house, administrator, email=elsewhere)["status"] == "invited"
    assert customers(house, elsewhere) == ["Tweede B.V."]
    assert say_yes(house, elsewhere)["customer_name"] == "Van Dijk Logistiek B.V."
    assert customers(house, elsewhere) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_who_says_no_is_no_user(house: House, administrator: Caller, elsewhere: str) -> None:
    invited = invite(house, administrator, email=elsewhere)
    answer(house, elsewhere, accept=False)
    with pytest.raises(NotFound):
        find(house, administrator, invited)
    assert customers(house, elsewhere) == ["Tweede B.V."]


def test_before_the_answer_the_customer_sees_only_what_it_typed(
    house: House, administrator: Caller, elsewhere: str
) -> None:
    asked = {"email": elsewhere, "name": "S. Bos", "telephone": "020 555 00 00", "function": ""}
    invited = invite(house, administrator, **asked)
    house.call(identity.ChangeRights, administrator, users=[{"person_id": invited["person_id"], "rights": []}])
    assert find(house, administrator, invited).items() >= (asked | {"seen_at": None}).items()
    assert audit(house, administrator) == [("user_invited", "S. Bos")]
    assert [row["name"] for row in house.call(identity.ListUsers, administrator, status="invited")["rows"]] == [
        "S. Bos"
    ]


def test_after_the_answer_the_customer_sees_the_profile(house: House, administrator: Caller, elsewhere: str) -> None:
    invited = invite(house, administrator, email=elsewhere, name="S. Bos")
    say_yes(house, elsewhere)
    assert find(house, administrator, invited)["name"] == "Saskia Bos"
    assert audit(house, administrator)[0] == ("user_joined", "Saskia Bos")


def test_a_new_name_or_password_of_who_has_not_answered_stays_unknown_to_the_customer(
    house: House, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(house, administrator, email=elsewhere, name="S. Bos")
    person = house.call(identity.LogIn, VISITOR, email=elsewhere, password=PASSWORD)
    asked = {"token": person["token"], "current_password": PASSWORD, "password": "another horse battery"}
    saskia = logged_in(house, elsewhere)
    house.call(identity.ChangePassword, saskia, **asked)
    house.call(identity.ChangeProfile, saskia, name="Saskia de Bos", telephone="", function="", language="nl")
    assert [row["name"] for row in house.call(identity.ListUsers, administrator, text="s. bos")["rows"]] == ["S. Bos"]
    assert find(house, administrator, invited)["name"] == "S. Bos"
    assert audit(house, administrator) == [("user_invited", "S. Bos")]


def test_nobody_looks_at_the_portal_as_who_has_not_answered(
    house: House, customer: Customer, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(house, administrator, email=elsewhere)
    email = an_account(house, customer, "manage_users")
    session = house.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)
    with pytest.raises(NotFound):
        house.call(identity.ViewAs, logged_in(house, email), person_id=invited["person_id"], token=session["token"])


def test_an_answer_is_given_once(house: House, administrator: Caller, elsewhere: str) -> None:
    invite(house, administrator, email=elsewhere)
    token = token_to(house, elsewhere, LinkPurpose.JOIN)
    house.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)
    with pytest.raises(LinkDead):
        house.call(identity.AnswerInvitation, VISITOR, token=token, accept=False)


@pytest.mark.parametrize("taken_back_by", [identity.RemoveUser, identity.DeactivateUser])
@pytest.mark.parametrize("answering", [set_password, say_yes])
def test_an_invitation_that_was_taken_back_is_not_answered(
    house: House, administrator: Caller, elsewhere: str, taken_back_by: Any, answering: Any
) -> None:
    email = elsewhere if answering is say_yes else f"{number('new')}@vandijk.example"
    invited = invite(house, administrator, email=email)
    house.call(taken_back_by, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkDead):
        answering(house, email)


def test_who_is_reactivated_before_having_answered_is_still_asked(
    house: House, administrator: Caller, elsewhere: str
) -> None:
    invited = invite(house, administrator, email=elsewhere)
    for operation in (identity.DeactivateUser, identity.ReactivateUser):
        house.call(operation, administrator, person_id=invited["person_id"])
    assert find(house, administrator, invited)["status"] == "invited"
    say_yes(house, elsewhere)
    assert find(house, administrator, invited)["status"] == "active"


def test_it_can_be_sent_again_and_the_first_link_is_void(house: House, administrator: Caller) -> None:
    invited = invite(house, administrator)
    first = token_to(house, invited["email"], LinkPurpose.SET_PASSWORD)
    house.call(identity.InviteAgain, administrator, person_id=invited["person_id"])
    with pytest.raises(LinkDead):
        house.call(identity.SetPassword, VISITOR, token=first, password=PASSWORD)
    assert set_password(house, invited["email"])


def test_who_answered_is_not_invited_again(house: House, administrator: Caller) -> None:
    invited = invite(house, administrator)
    set_password(house, invited["email"])
    with pytest.raises(NotFound):
        house.call(identity.InviteAgain, administrator, person_id=invited["person_id"])


def test_it_is_not_sent_again_as_often_as_somebody_likes(house: House, administrator: Caller) -> None:
    person_id = invite(house, administrator)["person_id"]
    with pytest.raises(TooManyTries):
        invite_again_often(house, administrator, person_id)


def invite_again_often(house: House, administrator: Caller, person_id: str) -> None:
    for _ in range(6):
        house.call(identity.InviteAgain, administrator, person_id=person_id)


def test_who_lost_it_gets_it_again_by_asking_for_a_password(house: House, administrator: Caller) -> None:
    email = invite(house, administrator)["email"]
    house.call(identity.AskPasswordReset, VISITOR, email=email, client_address=number("place "))
    sent = select(Link.purpose).where(Link.email == email)
    assert [row.purpose for row in house.rows("identity", sent)] == [LinkPurpose.SET_PASSWORD] * 2
    assert set_password(house, email)


def test_of_two_customers_that_invite_somebody_new_each_gets_an_answer_of_its_own(
    house: House, administrator: Caller, other: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    invite(house, administrator, email=email, name="Lotte")
    invited = invite(house, other, email=email, name="Lot")
    assert invited["name"] == "Lot"
    set_password(house, email)
    assert customers(house, email) == ["Tweede B.V."]
    say_yes(house, email)
    assert customers(house, email) == ["Tweede B.V.", "Van Dijk Logistiek B.V."]


def test_who_gets_a_password_otherwise_can_still_answer(house: House, other: Caller) -> None:
    email = an_account(house, a_customer(house, "Derde B.V."))
    token = change_of_email(house, logged_in(house, email), f"{number('new')}@vandijk.example")
    house.call(identity.ConfirmEmail, VISITOR, token=token)
    house.call(identity.UndoEmail, VISITOR, token=token_to(house, email, LinkPurpose.UNDO_EMAIL))
    invite(house, other, email=email)
    token = token_to(house, email, LinkPurpose.RESET_PASSWORD)
    house.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    say_yes(house, email)
    assert customers(house, email) == ["Derde B.V.", "Tweede B.V."]


def test_the_end_of_one_invitation_leaves_that_of_another_customer(
    house: House, administrator: Caller, other: Caller
) -> None:
    email = f"{number('both')}@vandijk.example"
    invite(house, administrator, email=email)
    person_id = invite(house, other, email=email)["person_id"]
    house.call(identity.RemoveUser, administrator, person_id=person_id)
    assert set_password(house, email) == {"email": email}


def test_the_page_of_an_invitation_is_told_who_invites(house: House, administrator: Caller, elsewhere: str) -> None:
    invite(house, administrator, email=elsewhere)
    token = token_to(house, elsewhere, LinkPurpose.JOIN)
    link = house.call(identity.FindLink, VISITOR, token=token, purposes=["join"])
    assert (link["email"], link["customer_name"]) == (elsewhere, "Van Dijk Logistiek B.V.")


def test_a_link_at_an_address_that_was_left_answers_nothing(
    house: House, administrator: Caller, elsewhere: str
) -> None:
    invite(house, administrator, email=elsewhere)
    token = token_to(house, elsewhere, LinkPurpose.JOIN)
    changed = change_of_email(house, logged_in(house, elsewhere), f"{number('new')}@vandijk.example")
    house.call(identity.ConfirmEmail, VISITOR, token=changed)
    with pytest.raises(LinkDead):
        house.call(identity.AnswerInvitation, VISITOR, token=token, accept=True)


def test_a_link_to_join_sets_no_password(house: House, administrator: Caller, elsewhere: str) -> None:
    invite(house, administrator, email=elsewhere)
    token = token_to(house, elsewhere, LinkPurpose.JOIN)
    with pytest.raises(LinkDead):
        house.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def test_somebody_who_was_recorded_is_a_user_without_answering(
    house: House, customer: Customer, administrator: Caller
) -> None:
    invited = invite(house, administrator)
    an_account(house, customer, email=invited["email"])
    assert find(house, administrator, invited)["status"] == "active"
    assert logged_in(house, invited["email"])


def test_a_user_is_not_invited_twice(house: House, administrator: Caller) -> None:
    email = invite(house, administrator)["email"]
    with pytest.raises(AlreadyUser):
        invite(house, administrator, email=email)


def test_staff_are_no_users(house: House, administrator: Caller) -> None:
    email = f"{number('staff')}@dealer.example"
    house.call(identity.RecordStaff, STAFF, email=email, name="Joris", password=PASSWORD, rights=[])
    with pytest.raises(AddressTaken):
        invite(house, administrator, email=email)
