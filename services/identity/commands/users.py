"""Commands on users of a customer. Each change is in the audit log."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import record_audit
from services.identity.commands.revocation import revoke_user
from services.identity.contracts import AuditAction, LastAdministrator, Right
from services.identity.model import Customer, Membership, Person


def change_rights(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, users: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Raises NotFound, LastAdministrator."""
    customer = queries.users.administered(uow, caller, customer_id, lock=True)
    administered = queries.users.has_administrator(uow, customer.id)
    by_id = queries.users.users_of(uow, customer.id, [user["person_id"] for user in users])
    for user in users:
        allow(uow, caller, *by_id[user["person_id"]], user["rights"])
    if administered:
        expect_administrator(uow, customer)
    return {"rows": queries.users.user_details(uow, customer.id, [by_id[user["person_id"]] for user in users])}


def deactivate_user(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> Extended:
    """Raises NotFound, LastAdministrator. The user's sessions and links at this customer end."""
    customer = queries.users.administered(uow, caller, customer_id, lock=True)
    administered = queries.users.has_administrator(uow, customer.id)
    _, person, membership = queries.users.user_of(uow, caller, customer.id, person_id)
    if not membership.is_deactivated:
        membership.deactivate()
        revoke_user(uow, person, customer.id)
        record_audit(uow, caller, AuditAction.USER_DEACTIVATED, person, customer.id)
        if administered:
            expect_administrator(uow, customer)
    return queries.users.user_detail(uow, person, membership)


def reactivate_user(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> Extended:
    """Raises NotFound."""
    customer, person, membership = queries.users.user_of(uow, caller, customer_id, person_id)
    if membership.is_deactivated:
        revoke_user(uow, person, customer.id)
        membership.reactivate()
        record_audit(uow, caller, AuditAction.USER_REACTIVATED, person, customer.id)
    return queries.users.user_detail(uow, person, membership)


def remove_user(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> None:
    """Raises NotFound, LastAdministrator. The user's sessions and links at this customer end."""
    customer = queries.users.administered(uow, caller, customer_id, lock=True)
    administered = queries.users.has_administrator(uow, customer.id)
    _, person, membership = queries.users.user_of(uow, caller, customer.id, person_id)
    record_audit(uow, caller, AuditAction.USER_REMOVED, person, customer.id)
    person.memberships.remove(membership)
    uow.remove(membership)
    revoke_user(uow, person, customer.id)
    if administered:
        expect_administrator(uow, customer)


def allow(uow: UnitOfWork, caller: Caller, person: Person, membership: Membership, rights: Sequence[Right]) -> None:
    """Replace the rights and, if they change, add an audit entry."""
    before, after = set(membership.rights), {str(right) for right in rights}
    membership.allow(rights)
    if before != after:
        changed: dict[str, Any] = {"added": sorted(after - before), "removed": sorted(before - after)}
        record_audit(uow, caller, AuditAction.RIGHTS_CHANGED, person, membership.customer_id, **changed)


def expect_administrator(uow: UnitOfWork, customer: Customer) -> None:
    """Raises LastAdministrator when nobody is left who can manage users. Callers check it only if there was an
    administrator before, so that the dealer can change users of a customer without one.

    The customer's row is locked, so that two administrators who remove each other at the same time are serialised and
    the second is refused.
    """
    uow.session.flush()
    if not queries.users.has_administrator(uow, customer.id):
        raise LastAdministrator
