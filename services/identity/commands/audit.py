"""Noting who changed what, in the transaction of the change."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import AuditAction
from services.identity.model import AuditEntry, Person


def note(
    uow: UnitOfWork,
    caller: Caller,
    action: AuditAction,
    subject: Person | None,
    customer_id: UUID | None,
    *,
    subject_name: str = "",
    **details: Any,
) -> None:
    """Who calls did this to `subject` (or to somebody of this name, who has no account); one who opens a link acts for
    himself."""
    actor = actor_of(uow, caller)
    alone = subject if caller.user_id is None and not caller.is_staff else None
    who = actor or alone
    uow.add(
        AuditEntry(
            customer_id=customer_id,
            at=uow.now,
            action=action,
            actor_id=who.id if who else None,
            actor_name=who.name if who else caller.person_id,
            by_staff=caller.is_staff,
            subject_id=subject.id if subject else None,
            subject_name=subject.name_at(customer_id) if subject else subject_name,
            details=details,
        )
    )


def actor_of(uow: UnitOfWork, caller: Caller) -> Person | None:
    """The person who calls; None for programs and visitors."""
    person = uow.get(Person, caller.user_id) if caller.user_id else None
    uow.session.info["actor"] = person  # held, so that each further note finds it without asking
    return person


def name_of(uow: UnitOfWork, caller: Caller) -> str:
    """By what name who calls is remembered."""
    actor = actor_of(uow, caller)
    return actor.name if actor else caller.person_id


def note_everywhere(uow: UnitOfWork, caller: Caller, action: AuditAction, subject: Person, **details: Any) -> None:
    """The same in the log of each customer of which the person is a user, or was one before he was deactivated."""
    customers: list[UUID | None] = [one.customer_id for one in subject.memberships if not one.invited_as]
    for customer_id in customers or [None]:
        note(uow, caller, action, subject, customer_id, **details)
