"""Impersonation: viewing the portal as another user, read-only and with an audit entry."""

from uuid import UUID

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import record_audit
from services.identity.contracts import AuditAction


def start_impersonation(uow: UnitOfWork, caller: Caller, token: str, person_id: UUID) -> None:
    """Raises NotFound unless the person is another active user of the caller's customer, NotLoggedIn for another
    person's session."""
    customer, person, membership = queries.users.user_of(uow, caller, None, person_id)
    session = queries.sessions.session_of(uow, token)
    if session is None or session.person_id != caller.user_id or session.customer_id != customer.id:
        raise NotLoggedIn
    if not membership.is_active or person.id == caller.user_id:
        raise NotFound
    session.viewing_id = person.id
    record_audit(uow, caller, AuditAction.VIEWED_AS, person, customer.id)


def stop_impersonation(uow: UnitOfWork, caller: Caller, token: str) -> None:
    """Does nothing without a session or impersonation."""
    session = queries.sessions.session_of(uow, token)
    if session is not None:
        session.viewing_id = None
