"""Commands on sessions."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import update

from services.chassis.contract import Caller, NotFound, NotLoggedIn
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.rate_limits import reset_after_success
from services.identity import queries
from services.identity.contracts import WrongCredentials
from services.identity.model import LoginSession, Person
from services.identity.model.session import hash_of


def log_in(
    uow: UnitOfWork,
    caller: Caller,
    person_id: UUID | None,
    verified_hash: str,
    new_hash: str | None,
    counted_subjects: dict[str, bool],
    idle_timeout: dt.timedelta,
    lifetime: dt.timedelta,
    client_address: str,
    device: str,
    **_: Any,
) -> dict[str, Any]:
    """Create a session for the person whose password was checked.

    The person is locked: a password that is being changed opens no session after the change ended them. For a user of
    several customers, the session begins at the one that was used last. Raises WrongCredentials.
    """
    person = uow.session.get(Person, person_id, with_for_update={"key_share": True}) if person_id else None
    if person is None or not person.may_log_in or person.password_hash != verified_hash:
        raise WrongCredentials
    customer = queries.sessions.last_customer(uow, person)
    if customer is None and not person.is_staff:
        raise WrongCredentials
    reset_after_success(uow, counted_subjects)
    if new_hash:
        person.set_password(new_hash)
    session, token = LoginSession.begin(
        person.id,
        customer.id if customer else None,
        uow.now,
        idle_timeout=idle_timeout,
        lifetime=lifetime,
        client_address=client_address,
        device=device,
    )
    uow.add(session)
    uow.session.flush()
    return queries.sessions.session_detail(uow, person, customer, session) | {"token": token}


def log_out(uow: UnitOfWork, caller: Caller, token: str) -> None:
    session = queries.sessions.session_of(uow, token)
    if session is not None:
        session.end(uow.now)


def touch_session(uow: UnitOfWork, caller: Caller, token: str, idle_timeout: dt.timedelta) -> None:
    """Raises NotLoggedIn when the session has ended."""
    session = queries.sessions.session_of(uow, token)
    if session is None or session.ended_at or min(session.idle_until, session.expires_at) <= uow.now:
        raise NotLoggedIn
    session.touch(uow.now, idle_timeout)


def end_session(uow: UnitOfWork, caller: Caller, session_id: UUID) -> None:
    """Raises NotFound, also for another person's session."""
    session = uow.get(LoginSession, session_id)
    if session is None or session.person_id != caller.user_id:
        raise NotFound
    session.end(uow.now)


def end_other_sessions(uow: UnitOfWork, caller: Caller, token: str) -> dict[str, int]:
    return {"ended": end_sessions(uow, caller.user_id, except_token=token)}


def end_sessions(uow: UnitOfWork, person_id: UUID | None, *, except_token: str = "") -> int:
    """End the person's sessions, except the one with the token `except_token`. Returns the number of ended sessions."""
    statement = update(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    return changed_rows(
        uow.session,
        statement.where(LoginSession.token_hash != hash_of(except_token)).values(ended_at=uow.now),
    )


def switch_customer(uow: UnitOfWork, caller: Caller, token: str, customer_id: UUID) -> None:
    """Raises NotFound unless the caller is a user of the customer, and NotLoggedIn for another person's session."""
    session = queries.sessions.session_of(uow, token)
    if session is None or session.person_id != caller.user_id:
        raise NotLoggedIn
    person = uow.get(Person, session.person_id)
    if person is None or customer_id not in {customer.id for customer in queries.sessions.customers_of(uow, person)}:
        raise NotFound
    session.switch_to(customer_id, uow.now)
