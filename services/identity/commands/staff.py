"""Commands on the dealer's staff. Each change is in the audit log, without a customer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import id_of, record_audit
from services.identity.commands.links import send_link
from services.identity.commands.revocation import revoke_staff
from services.identity.contracts import (
    AlreadyStaff,
    AuditAction,
    EmailOfUser,
    LastStaffAdministrator,
    MailPurpose,
    StaffRight,
)
from services.identity.contracts.languages import Language
from services.identity.model import Person


def invite_staff(
    uow: UnitOfWork, caller: Caller, email: str, name: str, language: Language, rights: Sequence[StaffRight]
) -> Extended:
    """Raises AlreadyStaff, EmailOfUser."""
    person = queries.persons.person_of(uow, email)
    if person is None:
        person = uow.add(Person.of_email(email))
    elif person.is_staff:
        raise AlreadyStaff
    elif person.memberships:
        raise EmailOfUser
    person.describe(name, "", "", language)
    person.serve_as_staff(rights)
    _send_invitation(uow, caller, person)
    record_audit(uow, caller, AuditAction.STAFF_INVITED, person, None, rights=person.staff_rights)
    return queries.staff.staff_detail(uow, person)


def resend_staff_invitation(uow: UnitOfWork, caller: Caller, person_id: UUID) -> Extended:
    """Raises NotFound, also when the person has set a password."""
    person = queries.staff.member_of_staff(uow, person_id)
    if person.password_hash:
        raise NotFound
    _send_invitation(uow, caller, person)
    return queries.staff.staff_detail(uow, person)


def change_staff_rights(uow: UnitOfWork, caller: Caller, person_id: UUID, rights: Sequence[StaffRight]) -> Extended:
    """Raises NotFound, LastStaffAdministrator."""
    staff = queries.staff.staff_one_after_another(uow)
    person = queries.staff.member_of_staff(uow, person_id)
    administered = person.administers_staff
    serve(uow, caller, person, rights)
    if administered:
        expect_staff_administrator(staff)
    return queries.staff.staff_detail(uow, person)


def deactivate_staff(uow: UnitOfWork, caller: Caller, person_id: UUID) -> Extended:
    """Raises NotFound, LastStaffAdministrator. All sessions and links of the person end."""
    staff = queries.staff.staff_one_after_another(uow)
    person = queries.staff.member_of_staff(uow, person_id)
    if person.is_active:
        administered = person.administers_staff
        person.deactivate()
        if administered:
            expect_staff_administrator(staff)
        revoke_staff(uow, person)
        record_audit(uow, caller, AuditAction.STAFF_DEACTIVATED, person, None)
    return queries.staff.staff_detail(uow, person)


def reactivate_staff(uow: UnitOfWork, caller: Caller, person_id: UUID) -> Extended:
    """Raises NotFound."""
    person = queries.staff.member_of_staff(uow, person_id)
    if not person.is_active:
        revoke_staff(uow, person)
        person.reactivate()
        record_audit(uow, caller, AuditAction.STAFF_REACTIVATED, person, None)
    return queries.staff.staff_detail(uow, person)


def remove_staff(uow: UnitOfWork, caller: Caller, person_id: UUID) -> None:
    """Raises NotFound, LastStaffAdministrator. All sessions and links of the person end."""
    staff = queries.staff.staff_one_after_another(uow)
    person = queries.staff.member_of_staff(uow, person_id)
    record_audit(uow, caller, AuditAction.STAFF_REMOVED, person, None)
    administered = person.administers_staff
    person.leave_staff()
    if administered:
        expect_staff_administrator(staff)
    revoke_staff(uow, person)


def serve(uow: UnitOfWork, caller: Caller, person: Person, rights: Sequence[StaffRight]) -> None:
    """Replace the staff rights and, if they change, add an audit entry."""
    before = set(person.staff_rights)
    person.serve_as_staff(rights)
    after = set(person.staff_rights)
    if before != after:
        changed: dict[str, Any] = {"added": sorted(after - before), "removed": sorted(before - after)}
        record_audit(uow, caller, AuditAction.STAFF_RIGHTS_CHANGED, person, None, **changed)


def expect_staff_administrator(staff: Sequence[Person]) -> None:
    """Raises LastStaffAdministrator when none of these persons can manage staff."""
    if not any(person.administers_staff for person in staff):
        raise LastStaffAdministrator


def _send_invitation(uow: UnitOfWork, caller: Caller, person: Person) -> None:
    """Send a link to set the password, or a notice with the login page to a person who has one."""
    inviter = uow.get(Person, caller.user_id) if caller.user_id else None
    purpose = MailPurpose.STAFF_WELCOME if person.password_hash else MailPurpose.INVITE_STAFF
    send_link(uow, purpose, person, invited_by=inviter.name if inviter else "", by_id=id_of(caller))
