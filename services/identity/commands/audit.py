"""Audit entries, written in the transaction of the change."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import AuditAction
from services.identity.model import AuditEntry, Person


def record_audit(
    uow: UnitOfWork,
    caller: Caller,
    action: AuditAction,
    subject: Person | None,
    customer_id: UUID | None,
    *,
    subject_name: str = "",
    subject_id: UUID | None = None,
    actor_id: UUID | None = None,
    **details: Any,
) -> None:
    """Add an entry: the caller did `action` to `subject`, or to a person named `subject_name` who has no account, whose
    registration is `subject_id`. The actor of a visitor's call through a link is the subject, or the person
    `actor_id` who asked for the link."""
    actor = uow.get(Person, actor_id) if actor_id else actor_of(uow, caller)
    own_subject = subject if caller.user_id is None and not caller.is_staff else None
    person = actor or own_subject
    uow.add(
        AuditEntry(
            customer_id=customer_id,
            at=uow.now,
            action=action,
            actor_id=person.id if person else None,
            actor_name=person.name if person else caller.person_id,
            by_staff=caller.is_staff,
            subject_id=subject.id if subject else subject_id,
            subject_name=subject.name_at(customer_id) if subject else subject_name,
            details=details,
        )
    )


def actor_of(uow: UnitOfWork, caller: Caller) -> Person | None:
    """The calling person; None for programs and visitors."""
    person = uow.get(Person, caller.user_id) if caller.user_id else None
    uow.session.info["actor"] = person  # a reference keeps it in the identity map: further entries need no query
    return person


def name_of(uow: UnitOfWork, caller: Caller) -> str:
    """The caller's name as stored in entries and answers."""
    actor = actor_of(uow, caller)
    return actor.name if actor else caller.person_id


def id_of(caller: Caller) -> str:
    """The caller's id beside that name; empty for programs and visitors."""
    return str(caller.user_id or "")


def answerer(uow: UnitOfWork, caller: Caller) -> tuple[str, UUID | None]:
    """The caller as stored with an answer: name and id."""
    return name_of(uow, caller), caller.user_id


def note_everywhere(uow: UnitOfWork, caller: Caller, action: AuditAction, subject: Person, **details: Any) -> None:
    """Add the entry to the log of each customer whose user the person is; invitations do not count, deactivated users
    do."""
    customers: list[UUID | None] = [
        membership.customer_id for membership in subject.memberships if not membership.invited_as
    ]
    for customer_id in customers or [None]:
        record_audit(uow, caller, action, subject, customer_id, **details)
