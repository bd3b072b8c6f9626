"""The dealer's staff: invited, allowed, deactivated, removed. Each change stands in the audit log, at no customer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.service import Work
from services.identity import queries
from services.identity.commands.audit import note
from services.identity.commands.links import end_links, send_link
from services.identity.commands.sessions import end_sessions
from services.identity.contracts import (
    AddressOfUser,
    AlreadyStaff,
    AuditAction,
    LastStaffAdministrator,
    LinkPurpose,
    StaffRight,
)
from services.identity.contracts.languages import Language
from services.identity.model import Person


def invite_staff(
    work: Work, caller: Caller, email: str, name: str, language: Language, rights: Sequence[StaffRight]
) -> dict[str, Any]:
    """Raises AlreadyStaff, AddressOfUser."""
    person = queries.person_of(work, email)
    if person is None:
        person = work.keep(Person.of_email(email))
    elif person.is_staff:
        raise AlreadyStaff
    elif person.memberships:
        raise AddressOfUser
    person.describe(name, "", "", language)
    person.serve_as_staff(rights)
    _send_invitation(work, caller, person)
    note(work, caller, AuditAction.STAFF_INVITED, person, None, rights=person.staff_rights)
    return queries.staff_detail(work, person)


def invite_staff_again(work: Work, caller: Caller, person_id: UUID) -> dict[str, Any]:
    """Raises NotFound, also for somebody who has set a password."""
    person = queries.member_of_staff(work, person_id)
    if person.password_hash:
        raise NotFound
    _send_invitation(work, caller, person)
    return queries.staff_detail(work, person)


def change_staff_rights(work: Work, caller: Caller, person_id: UUID, rights: Sequence[StaffRight]) -> dict[str, Any]:
    """Raises NotFound, LastStaffAdministrator."""
    staff = queries.staff_one_after_another(work)
    person = queries.member_of_staff(work, person_id)
    administered = person.administers_staff
    serve(work, caller, person, rights)
    if administered:
        expect_staff_administrator(staff)
    return queries.staff_detail(work, person)


def deactivate_staff(work: Work, caller: Caller, person_id: UUID) -> dict[str, Any]:
    """Raises NotFound, LastStaffAdministrator."""
    staff = queries.staff_one_after_another(work)
    person = queries.member_of_staff(work, person_id)
    if person.is_active:
        administered = person.administers_staff
        person.deactivate()
        if administered:
            expect_staff_administrator(staff)
        end_sessions(work, person.id)
        note(work, caller, AuditAction.STAFF_DEACTIVATED, person, None)
    return queries.staff_detail(work, person)


def reactivate_staff(work: Work, caller: Caller, person_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    person = queries.member_of_staff(work, person_id)
    if not person.is_active:
        person.reactivate()
        note(work, caller, AuditAction.STAFF_REACTIVATED, person, None)
    return queries.staff_detail(work, person)


def remove_staff(work: Work, caller: Caller, person_id: UUID) -> None:
    """Raises NotFound, LastStaffAdministrator. Links to set a password are void."""
    staff = queries.staff_one_after_another(work)
    person = queries.member_of_staff(work, person_id)
    note(work, caller, AuditAction.STAFF_REMOVED, person, None)
    administered = person.administers_staff
    person.leave_staff()
    if administered:
        expect_staff_administrator(staff)
    end_links(work, person.id, *LinkPurpose)
    end_sessions(work, person.id)


def serve(work: Work, caller: Caller, person: Person, rights: Sequence[StaffRight]) -> None:
    """Be staff with exactly these rights, which is noted where it changes them."""
    before = set(person.staff_rights)
    person.serve_as_staff(rights)
    after = set(person.staff_rights)
    if before != after:
        changed: dict[str, Any] = {"added": sorted(after - before), "removed": sorted(before - after)}
        note(work, caller, AuditAction.STAFF_RIGHTS_CHANGED, person, None, **changed)


def expect_staff_administrator(staff: Sequence[Person]) -> None:
    """Raises LastStaffAdministrator where none of these would be left to manage staff."""
    if not any(person.administers_staff for person in staff):
        raise LastStaffAdministrator


def _send_invitation(work: Work, caller: Caller, person: Person) -> None:
    """The link with which a new member sets the password; who has one already is told where to log in."""
    inviter = work.get(Person, caller.user_id) if caller.user_id else None
    purpose = LinkPurpose.STAFF_WELCOME if person.password_hash else LinkPurpose.INVITE_STAFF
    send_link(work, purpose, person, invited_by=inviter.name if inviter else "")
