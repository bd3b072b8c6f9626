"""Staff are invited, given rights, deactivated and removed; one of them always remains staff administrator."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from contracts.accounts import token_to
from contracts.builders import (
    NAMES_IN_ORDER,
    PASSWORD,
    a_customer,
    a_staff_member,
    an_account,
    logged_in,
    number,
    pages_of,
)
from contracts.running import Installation

from services.chassis.contract import Caller, NotAllowed, NotFound, NotLoggedIn
from services.identity import contracts as identity
from services.identity.contracts import (
    AlreadyStaff,
    EmailOfUser,
    LastStaffAdministrator,
    MailPurpose,
    Right,
    StaffRight,
)

VISITOR = Caller.visitor()
OPERATIONS_ON_ONE: list[tuple[Any, dict[str, Any]]] = [
    (identity.GetStaff, {}),
    (identity.ResendStaffInvitation, {}),
    (identity.ChangeStaffRights, {"rights": []}),
    (identity.DeactivateStaff, {}),
    (identity.ReactivateStaff, {}),
    (identity.RemoveStaff, {}),
]


@pytest.fixture
def member(installation: Installation) -> Caller:
    return logged_in(installation, a_staff_member(installation, "handle_service"))


@pytest.fixture
def two_administrators(installation: Installation) -> Iterator[list[str]]:
    """The ids of the only two staff administrators."""
    ids = [logged_in(installation, a_staff_member(installation, "manage_staff")).person_id for _ in range(2)]
    others = [person_id for person_id in _administrators(installation) if person_id not in ids]
    for person_id in others:
        installation.call(identity.DeactivateStaff, person_id=person_id)
    yield ids
    for person_id in others:
        installation.call(identity.ReactivateStaff, person_id=person_id)


def _administrators(installation: Installation) -> list[str]:
    rows = installation.call(identity.ListStaff, limit=200)["rows"]
    return [row["person_id"] for row in rows if "manage_staff" in row["rights"] and row["status"] == "active"]


def invite(installation: Installation, **values: Any) -> dict[str, Any]:
    values = {"email": f"{number('eva')}@dealer.example", "name": "Eva Prins", "rights": ["handle_orders"]} | values
    return installation.call(identity.InviteStaff, **values)


def audit_rows(installation: Installation, person_id: str) -> list[dict[str, Any]]:
    return list(installation.call(identity.ListAudit, person_id=person_id)["rows"])


def session_of(installation: Installation, email: str) -> str:
    return str(installation.call(identity.LogIn, VISITOR, email=email, password=PASSWORD)["token"])


def test_an_invited_member_logs_in_after_setting_a_password(installation: Installation) -> None:
    invited = invite(installation)
    assert invited["status"] == "invited"
    token = token_to(installation, invited["email"], MailPurpose.INVITE_STAFF)
    installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)
    member = logged_in(installation, invited["email"])
    assert (member.is_staff, member.rights) == (True, {"handle_orders"})


def test_a_resent_invitation_invalidates_the_first_link(installation: Installation) -> None:
    invited = invite(installation)
    first = token_to(installation, invited["email"], MailPurpose.INVITE_STAFF)
    installation.call(identity.ResendStaffInvitation, person_id=invited["person_id"])
    with pytest.raises(identity.LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=first, password=PASSWORD)


def test_a_member_with_a_password_cannot_be_invited_again(installation: Installation, member: Caller) -> None:
    with pytest.raises(NotFound):
        installation.call(identity.ResendStaffInvitation, person_id=member.person_id)


def test_a_member_cannot_be_invited_twice(installation: Installation) -> None:
    with pytest.raises(AlreadyStaff):
        invite(installation, email=a_staff_member(installation))


def test_a_user_cannot_be_invited_as_staff(installation: Installation) -> None:
    email = an_account(installation, a_customer(installation))
    with pytest.raises(EmailOfUser):
        invite(installation, email=email)
    assert not logged_in(installation, email).is_staff


def test_staff_are_found_by_name_and_address(installation: Installation) -> None:
    name = f"Zoë {uuid.uuid4().hex}"
    invited = invite(installation, name=name)
    for text in (name[4:], invited["email"][:9]):
        assert name in [row["name"] for row in installation.call(identity.ListStaff, text=text)["rows"]]


def test_users_are_not_listed_as_staff(installation: Installation) -> None:
    email = an_account(installation, a_customer(installation))
    assert installation.call(identity.ListStaff, text=email)["rows"] == []


def test_revoked_rights_disappear_from_an_open_session(installation: Installation) -> None:
    email = a_staff_member(installation, "handle_service", "handle_orders")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    installation.call(identity.ChangeStaffRights, person_id=person_id, rights=["handle_orders"])
    assert installation.call(identity.GetSession, VISITOR, token=token)["rights"] == ["handle_orders"]


def test_a_deactivated_member_is_logged_out_and_reactivated_with_the_same_rights(installation: Installation) -> None:
    email = a_staff_member(installation, "handle_service")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    assert installation.call(identity.DeactivateStaff, person_id=person_id)["status"] == "deactivated"
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)
    with pytest.raises(identity.WrongCredentials):
        logged_in(installation, email)
    installation.call(identity.ReactivateStaff, person_id=person_id)
    assert logged_in(installation, email).rights == {"handle_service"}


def test_a_removed_member_is_logged_out_and_can_be_invited_again(installation: Installation) -> None:
    email = a_staff_member(installation, "handle_service")
    token, person_id = session_of(installation, email), logged_in(installation, email).person_id
    installation.call(identity.RemoveStaff, person_id=person_id)
    with pytest.raises(NotLoggedIn):
        installation.call(identity.GetSession, VISITOR, token=token)
    with pytest.raises(NotFound):
        installation.call(identity.GetStaff, person_id=person_id)
    invite(installation, email=email)
    assert token_to(installation, email, MailPurpose.STAFF_WELCOME)
    assert logged_in(installation, email).rights == {"handle_orders"}


def test_links_of_a_removed_member_are_void(installation: Installation) -> None:
    invited = invite(installation)
    token = token_to(installation, invited["email"], MailPurpose.INVITE_STAFF)
    installation.call(identity.RemoveStaff, person_id=invited["person_id"])
    with pytest.raises(identity.LinkExpired):
        installation.call(identity.SetPassword, VISITOR, token=token, password=PASSWORD)


def test_changes_to_staff_are_in_the_audit_log_without_customer(installation: Installation) -> None:
    administrator = logged_in(installation, a_staff_member(installation, *StaffRight, name="Els Baas"))
    person_id = installation.call(
        identity.InviteStaff,
        administrator,
        email=f"{number('eva')}@dealer.example",
        name="Eva",
        rights=["handle_service"],
    )["person_id"]
    installation.call(identity.ChangeStaffRights, administrator, person_id=person_id, rights=["handle_orders"])
    installation.call(identity.DeactivateStaff, administrator, person_id=person_id)
    installation.call(identity.ReactivateStaff, administrator, person_id=person_id)
    installation.call(identity.RemoveStaff, administrator, person_id=person_id)
    rows = audit_rows(installation, person_id)
    assert [row["action"] for row in rows] == [
        "staff_removed", "staff_reactivated", "staff_deactivated", "staff_rights_changed", "staff_invited",
    ]  # fmt: skip
    assert {(row["actor_name"], row["by_staff"], row["customer_name"]) for row in rows} == {("Els Baas", True, "")}
    assert rows[3]["details"] == {"added": ["handle_orders"], "removed": ["handle_service"]}


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        (identity.ChangeStaffRights, {"rights": ["handle_service"]}),
        (identity.DeactivateStaff, {}),
        (identity.RemoveStaff, {}),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_the_last_staff_administrator_remains(
    installation: Installation, two_administrators: list[str], operation: Any, values: dict[str, Any]
) -> None:
    first, last = two_administrators
    installation.call(operation, person_id=first, **values)
    with pytest.raises(LastStaffAdministrator):
        installation.call(operation, person_id=last, **values)
    assert _administrators(installation) == [last]


def test_an_invited_administrator_does_not_count(installation: Installation, two_administrators: list[str]) -> None:
    first, last = two_administrators
    invite(installation, rights=["manage_staff"])
    installation.call(identity.DeactivateStaff, person_id=first)
    with pytest.raises(LastStaffAdministrator):
        installation.call(identity.DeactivateStaff, person_id=last)


@pytest.mark.every_environment
def test_one_of_two_administrators_who_remove_each_other_remains(
    installation: Installation, two_administrators: list[str]
) -> None:
    def remove(person_id: str) -> bool:
        try:
            installation.call(identity.RemoveStaff, person_id=person_id)
        except LastStaffAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, two_administrators)) == [False, True]
    assert len(_administrators(installation)) == 1


def test_an_upsert_cannot_remove_the_last_staff_administrator(
    installation: Installation, two_administrators: list[str]
) -> None:
    first, last = two_administrators
    installation.call(identity.DeactivateStaff, person_id=first)
    email = installation.call(identity.GetStaff, person_id=last)["email"]
    with pytest.raises(LastStaffAdministrator):
        installation.call(identity.UpsertStaff, email=email, name="X", password=PASSWORD, rights=[])


@pytest.mark.parametrize(("operation", "values"), OPERATIONS_ON_ONE, ids=lambda one: getattr(one, "name", ""))
def test_a_user_is_not_found_as_staff(installation: Installation, operation: Any, values: dict[str, Any]) -> None:
    user = logged_in(installation, an_account(installation, a_customer(installation)))
    with pytest.raises(NotFound):
        installation.call(operation, person_id=user.person_id, **values)


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        *OPERATIONS_ON_ONE,
        (identity.ListStaff, {}),
        (identity.InviteStaff, {"email": "x@x.nl", "name": "X", "rights": []}),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_managing_staff_requires_the_right(
    installation: Installation, member: Caller, operation: Any, values: dict[str, Any]
) -> None:
    values = (
        values if operation in (identity.ListStaff, identity.InviteStaff) else {"person_id": member.person_id} | values
    )
    everything_else = [right for right in StaffRight if right != StaffRight.MANAGE_STAFF]
    for caller in (Caller.operator(*everything_else), a_customer(installation).caller(*Right)):
        with pytest.raises(NotAllowed):
            installation.call(operation, caller, **values)


@pytest.mark.every_environment
def test_staff_are_listed_in_the_order_of_a_reader_and_found_without_accents(installation: Installation) -> None:
    for name in reversed(NAMES_IN_ORDER):
        invite(installation, name=f"Gesorteerd {name}")
    rows = pages_of(partial(installation.call, identity.ListStaff, text="GESÖRTEERD"))
    assert [row["name"] for row in rows] == [f"Gesorteerd {name}" for name in NAMES_IN_ORDER]
