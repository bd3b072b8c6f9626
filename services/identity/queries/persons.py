"""People: by their address, as readers of mail, and each to himself."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller, NotAllowed, NotFound, NotLoggedIn
from services.chassis.service import Work
from services.identity.contracts import LinkPurpose
from services.identity.model import Link, LoginSession, Person
from services.identity.model.link import LASTS

ADDRESS_LINKS = (LinkPurpose.CONFIRM_EMAIL, LinkPurpose.ADDRESS_IN_USE)
"""What a new address is sent: which of them only its reader finds out."""


def person_of(work: Work, email: str) -> Person | None:
    return work.session.scalar(select(Person).where(Person.email == email))


def own(work: Work, caller: Caller) -> Person:
    """The one who is calling. Raises NotLoggedIn, and NotAllowed for who only looks at the portal as somebody."""
    if caller.viewed_by:
        raise NotAllowed
    person = work.get(Person, caller.user_id) if caller.user_id else None
    if person is None:
        raise NotLoggedIn
    return person


def find_account(work: Work, caller: Caller) -> dict[str, Any]:
    return account_detail(work, own(work, caller))


def account_detail(work: Work, person: Person) -> dict[str, Any]:
    """An address that waits is told for as long as its link lasts, also where it got none because it is in use."""
    waiting = select(Link.email).where(
        Link.person_id == person.id,
        Link.purpose.in_(ADDRESS_LINKS),
        Link.ended_at.is_(None),
        Link.prepared_at > work.now - LASTS[LinkPurpose.CONFIRM_EMAIL],
    )
    shown = ("name", "email", "telephone", "function", "language")
    return {name: getattr(person, name) for name in shown} | {"new_email": work.session.scalar(waiting) or ""}


def find_reader(work: Work, caller: Caller, person_id: UUID) -> Person:
    """Raises NotFound."""
    person = work.session.get(Person, person_id, options=[raiseload("*")])
    if person is None:
        raise NotFound
    return person


def was_here(work: Work, person_id: UUID, client_address: str) -> bool:
    """Whether this person logged in from this address before, as far as is remembered."""
    here = select(LoginSession.id).where(
        LoginSession.person_id == person_id, LoginSession.client_address == client_address
    )
    return work.session.scalar(here.limit(1)) is not None
