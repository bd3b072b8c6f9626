"""One-time links: prepared by what needs one, issued to the mail that carries them, used once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis import observability
from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.contracts import LinkExpired, LinkPurpose
from services.identity.contracts.languages import Language
from services.identity.model import Link, Person


def send_link(uow: UnitOfWork, purpose: LinkPurpose, person: Person, **about: Any) -> None:
    """Prepare one for a person, at his address or at `email`; an older one of his for the same purpose is void."""
    end_links(uow, person.id, purpose)
    send_another_link(uow, purpose, person, **about)


def send_another_link(uow: UnitOfWork, purpose: LinkPurpose, person: Person, **about: Any) -> None:
    """Prepare one beside those there are already."""
    email = about.pop("email", person.email)
    uow.add(
        Link.prepare(
            purpose,
            uow.now,
            email=email,
            name=person.name,
            language=person.language,
            person_id=person.id,
            **about,
        )
    )


def send_notice(
    uow: UnitOfWork, purpose: LinkPurpose, email: str, language: Language, name: str = "", **about: Any
) -> None:
    """Tell an address something; where it is why it gets no link, whoever asked cannot see the difference."""
    uow.add(Link.prepare(purpose, uow.now, email=email, name=name, language=language, **about))


def tell(uow: UnitOfWork, purpose: LinkPurpose, persons: Iterable[Person], **about: Any) -> None:
    """Tell people with an account something, each in a mail of his own."""
    for person in persons:
        send_notice(uow, purpose, person.email, person.language, person.name, person_id=person.id, **about)


def end_links(uow: UnitOfWork, person_id: UUID, *purposes: LinkPurpose) -> None:
    """Those of a person for these purposes open nothing any more."""
    for link in alive(uow, person_id, *purposes):
        link.end(uow.now)


def alive(uow: UnitOfWork, person_id: UUID, *purposes: LinkPurpose) -> list[Link]:
    """Those of a person for these purposes that were neither used nor ended."""
    found = select(Link).where(Link.person_id == person_id, Link.purpose.in_(purposes), Link.ended_at.is_(None))
    return list(uow.session.scalars(found))


def issue_link(uow: UnitOfWork, caller: Caller, link_id: UUID) -> dict[str, Any]:
    """Raises LinkExpired for one that opens nothing any more: its mail need not be sent."""
    link = uow.get(Link, link_id)
    if link is None:
        raise LinkExpired
    return {
        "token": link.issue(uow.now),
        "name": link.name,
        "email": link.email,
        "language": link.language,
        "expires_at": link.expires_at,
        "about": link.about,
    }


def use_link(uow: UnitOfWork, token: str, *purposes: LinkPurpose) -> Link:
    """The link that this token opens for one of these purposes, used up: two at once, and the second finds it dead.

    Raises LinkExpired.
    """
    link = queries.link_of(uow, token, *purposes)
    if link.person_id:
        observability.tell(person=link.person_id)
    link.end(uow.now)
    return link
