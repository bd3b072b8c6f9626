"""Looking at the portal as one of one's users: reading only, and written down."""

from uuid import UUID

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import note
from services.identity.contracts import AuditAction


def start_impersonation(uow: UnitOfWork, caller: Caller, token: str, person_id: UUID) -> None:
    """Raises NotFound for who is no active user of the caller's customer, NotLoggedIn for another's session."""
    customer, person, membership = queries.user_of(uow, caller, None, person_id)
    session = queries.session_of(uow, token)
    if session is None or session.person_id != caller.user_id or session.customer_id != customer.id:
        raise NotLoggedIn
    if not membership.is_active or person.id == caller.user_id:
        raise NotFound
    session.viewing_id = person.id
    note(uow, caller, AuditAction.VIEWED_AS, person, customer.id)


def stop_impersonation(uow: UnitOfWork, caller: Caller, token: str) -> None:
    """Be oneself again. Does nothing in a session that is over, or that looks as nobody else."""
    session = queries.session_of(uow, token)
    if session is not None:
        session.viewing_id = None
