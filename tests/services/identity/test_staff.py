"""The dealer's staff: invited, allowed, deactivated, removed; and one of them always manages the others."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contracts.accounts import token_to
from contracts.builders import PASSWORD, a_customer, a_member, an_account, logged_in, number
from contracts.running import Installation

from services.chassis.contract import Caller, NotAllowed, NotFound, NotLoggedIn
from services.identity import contracts as identity
from services.identity.contracts import (
    AlreadyStaff,
    EmailOfUser,
    LastStaffAdministrator,
    LinkPurpose,
    Right,
    StaffRight,
)

VISITOR = Caller.visitor()
OF_ONE: list[tuple[Any, dict[str, Any]]] = [
    (identity.GetStaff, {}),
    (identity.ResendStaffInvitation, {}),
    (identity.ChangeStaffRights, {"rights": []}),
    (identity.DeactivateStaff, {}),
    (identity.ReactivateStaff, {}),
    (identity.RemoveStaff, {}),
]


@pytest.fixture
def member(installation: Installation) -> Caller:
    return logged_in(installation, a_member(installation, "handle_service"))


@pytest.fixture
def only_two(installation: Installation) -> Iterator[list[str]]:
    """Two who manage staff, and nobody else does; their ids."""
    two = [logged_in(installation, a_member(installation, "manage_staff")).person_id for _ in range(2)]
    others = [one for one in _administrators(installation) if one not in two]
    for one in others:
        installation.call(identity.DeactivateStaff, person_id=one)
    yield two
    for one in others:
        installation.call(identity.ReactivateStaff, person_id=one)


def _administrators(installation: Installation) -> list[str]:
    rows = installation.call(identity.ListStaff, limit=200)["rows"]
    return [row["person_id"] for row in rows if "manage_staff" in row["rights"] and row["status"] == "active"]


def invite(installation: Installation, **values: Any) -> dict[str, Any]:
    values = {"email": f"{number('eva')}@dealer.example", "name": "Eva Prins", "rights": ["handle_orders"]} | values
    return installation.call(identity.InviteStaff, **values)


def log(installation: Installation, person_id: str) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, person_id=person_id)["rows"])


def session_of(installation: Installation, email: str) -> str:
    return str(installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)["token"])


def test_an_invited_member_sets_a_password_through_the_link_and_is_in(installation: Installation) -> None:
    invited = invite(installation)
    assert invited["status"] == "invited"
    token = token_to(installation, invited["email"], LinkPurpose.INVITE_STAFF)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    member = logged_in(installation, invited["email"])
    assert (member.is_staff, member.rights) == (True, {"handle_orders"})


def test_an_invitation_can_be_sent_again_and_the_first_link_is_void(installation: Installation) -> None:
    invited = invite(installation)
    first = token_to(installation, invited["email"], LinkPurpose.INVITE_STAFF)
    installation.call(identity.ResendStaffInvitation, person_id=invited["person_id"])
    with pytest.raises(identity.LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=first, password=PASSWORD)


def test_who_has_a_password_is_not_invited_again(installation: Installation, member: Caller) -> None:
    with pytest.raises(NotFound):
        installation.call(identity.ResendStaffInvitation, person_id=member.person_id)


def test_a_member_is_not_invited_twice(installation: Installation) -> None:
    with pytest.raises(AlreadyStaff):
        invite(installation, email=a_member(installation))


def test_a_user_of_a_customer_does_not_become_staff(installation: Installation) -> None:
    email = an_account(installation, a_customer(installation))
    with pytest.raises(EmailOfUser):
        invite(installation, email=email)
    assert not logged_in(installation, email).is_staff


def test_members_are_found_by_name_and_by_address(installation: Installation) -> None:
    name = f"Zoë {uuid.uuid4().hex}"
    invited = invite(installation, name=name)
    for text in (name[4:], invited["email"][:9]):
        assert name in [row["name"] for row in installation.call(identity.ListStaff, text=text)["rows"]]


def test_users_of_customers_are_not_listed(installation: Installation) -> None:
    email = an_account(installation, a_customer(installation))
    assert installation.call(identity.ListStaff, text=email)["rows"] == []


def test_rights_taken_away_are_gone_in_an_open_session(installation: Installation) -> None:
    email = a_member(installation, "handle_service", "handle_orders")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    installation.call(identity.ChangeStaffRights, person_id=person_id, rights=["handle_orders"])
    assert installation.call(identity.GetSession, VISITOR, token=token)["rights"] == ["handle_orders"]


def test_a_deactivated_member_is_out_at_once_and_comes_back_with_the_rights(installation: Installation) -> None:
    email = a_member(installation, "handle_service")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    assert installation.call(identity.DeactivateStaff, person_id=person_id)["status"] == "deactivated"
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)
    with pytest.raises(identity.WrongCredentials):
        logged_in(installation, email)
    installation.call(identity.ReactivateStaff, person_id=person_id)
    assert logged_in(installation, email).rights == {"handle_service"}


def test_a_removed_member_is_out_at_once_and_can_be_invited_again(installation: Installation) -> None:
    email = a_member(installation, "handle_service")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    installation.call(identity.RemoveStaff, person_id=person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)
    with pytest.raises(NotFound):
        installation.call(identity.GetStaff, person_id=person_id)
    invite(installation, email=email)
    assert token_to(installation, email, LinkPurpose.STAFF_WELCOME)
    assert logged_in(installation, email).rights == {"handle_orders"}


def test_links_of_a_removed_member_open_nothing(installation: Installation) -> None:
    invited = invite(installation)
    token = token_to(installation, invited["email"], LinkPurpose.INVITE_STAFF)
    installation.call(identity.RemoveStaff, person_id=invited["person_id"])
    with pytest.raises(identity.LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def test_the_audit_log_tells_what_happened_to_a_member_at_no_customer(installation: Installation) -> None:
    boss = logged_in(installation, a_member(installation, *StaffRight, name="Els Baas"))
    person_id = installation.call(
        identity.InviteStaff, boss, email=f"{number('eva')}@dealer.example", name="Eva", rights=["handle_service"]
    )["person_id"]
    installation.call(identity.ChangeStaffRights, boss, person_id=person_id, rights=["handle_orders"])
    installation.call(identity.DeactivateStaff, boss, person_id=person_id)
    installation.call(identity.ReactivateStaff, boss, person_id=person_id)
    installation.call(identity.RemoveStaff, boss, person_id=person_id)
    rows = log(installation, person_id)
    assert [row["action"] for row in rows] == [
        "staff_removed", "staff_reactivated", "staff_deactivated", "staff_rights_changed", "staff_invited",
    ]  # fmt: skip
    assert {(row["actor_name"], row["by_staff"], row["customer_name"]) for row in rows} == {("Els Baas", True, "")}
    assert rows[3]["details"] == {"added": ["handle_orders"], "removed": ["handle_service"]}


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        (identity.ChangeStaffRights, {"rights": ["handle_service"]}),
        (identity.DeactivateStaff, {}),
        (identity.RemoveStaff, {}),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_the_last_who_manages_staff_stays(
    installation: Installation, only_two: list[str], operation: Any, asked: dict[str, Any]
) -> None:
    first, last = only_two
    installation.call(operation, person_id=first, **asked)
    with pytest.raises(LastStaffAdministrator):
        installation.call(operation, person_id=last, **asked)
    assert _administrators(installation) == [last]


def test_an_invited_administrator_who_has_not_come_in_does_not_count(
    installation: Installation, only_two: list[str]
) -> None:
    first, last = only_two
    invite(installation, rights=["manage_staff"])
    installation.call(identity.DeactivateStaff, person_id=first)
    with pytest.raises(LastStaffAdministrator):
        installation.call(identity.DeactivateStaff, person_id=last)


@pytest.mark.every_environment
def test_of_two_who_remove_each_other_at_the_same_moment_one_stays(
    installation: Installation, only_two: list[str]
) -> None:
    def remove(person_id: str) -> bool:
        try:
            installation.call(identity.RemoveStaff, person_id=person_id)
        except LastStaffAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(remove, only_two)) == [False, True]
    assert len(_administrators(installation)) == 1


def test_a_loader_does_not_take_the_right_from_the_last_either(installation: Installation, only_two: list[str]) -> None:
    first, last = only_two
    installation.call(identity.DeactivateStaff, person_id=first)
    email = installation.call(identity.GetStaff, person_id=last)["email"]
    with pytest.raises(LastStaffAdministrator):
        installation.call(identity.UpsertStaff, email=email, name="X", password=PASSWORD, rights=[])


@pytest.mark.parametrize(("operation", "asked"), OF_ONE, ids=lambda one: getattr(one, "name", ""))
def test_a_user_of_a_customer_is_no_member_of_staff(
    installation: Installation, operation: Any, asked: dict[str, Any]
) -> None:
    user = logged_in(installation, an_account(installation, a_customer(installation)))
    with pytest.raises(NotFound):
        installation.call(operation, person_id=user.person_id, **asked)


@pytest.mark.parametrize(
    ("operation", "asked"),
    [*OF_ONE, (identity.ListStaff, {}), (identity.InviteStaff, {"email": "x@x.nl", "name": "X", "rights": []})],
    ids=lambda one: getattr(one, "name", ""),
)
def test_staff_are_managed_with_the_right_alone(
    installation: Installation, member: Caller, operation: Any, asked: dict[str, Any]
) -> None:
    asked = (
        asked if operation in (identity.ListStaff, identity.InviteStaff) else {"person_id": member.person_id} | asked
    )
    everything_else = [right for right in StaffRight if right != StaffRight.MANAGE_STAFF]
    for caller in (Caller.operator(*everything_else), a_customer(installation).user(*Right)):
        with pytest.raises(NotAllowed):
            installation.call(operation, caller, **asked)
