"""One-time links: prepared by commands, issued when the mail is sent, used once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from structlog.contextvars import bind_contextvars

from services.chassis.contract import Caller
from services.chassis.contract.personal_data_operations import ContinueErasure
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.contracts import LinkExpired, MailPurpose
from services.identity.contracts.languages import Language
from services.identity.model import Link, Person


def send_link(uow: UnitOfWork, purpose: MailPurpose, person: Person, **about: Any) -> None:
    """Prepare a link for a person, sent to `email` or the person's address. Earlier links for the same purpose
    expire."""
    end_links(uow, person.id, purpose)
    send_another_link(uow, purpose, person, **about)


def send_another_link(uow: UnitOfWork, purpose: MailPurpose, person: Person, **about: Any) -> None:
    """Prepare a link; earlier ones remain valid."""
    email = about.pop("email", person.email)
    uow.add(
        Link.prepare(
            purpose,
            uow.now,
            uow.zone,
            email=email,
            name=person.name,
            language=person.language,
            person_id=person.id,
            **about,
        )
    )


def send_notice(
    uow: UnitOfWork, purpose: MailPurpose, email: str, language: Language, name: str = "", **about: Any
) -> None:
    """Send a notice instead of a link. It is prepared like a link, so that the caller cannot distinguish them."""
    uow.add(Link.prepare(purpose, uow.now, uow.zone, email=email, name=name, language=language, **about))


def send_notices(uow: UnitOfWork, purpose: MailPurpose, persons: Iterable[Person], **about: Any) -> None:
    """Send a notice to each of these persons."""
    for person in persons:
        send_notice(uow, purpose, person.email, person.language, person.name, person_id=person.id, **about)


def end_links(uow: UnitOfWork, person_id: UUID, *purposes: MailPurpose) -> None:
    """Expire the person's links for these purposes."""
    for link in open_links(uow, person_id, *purposes):
        link.end(uow.now)


def open_links(uow: UnitOfWork, person_id: UUID, *purposes: MailPurpose) -> list[Link]:
    """The person's links for these purposes that were neither used nor ended."""
    query = select(Link).where(Link.person_id == person_id, Link.purpose.in_(purposes), Link.ended_at.is_(None))
    return list(uow.session.scalars(query))


def issue_link(uow: UnitOfWork, caller: Caller, link_id: UUID) -> dict[str, Any]:
    """Raises LinkExpired; notify then marks the mail as undeliverable."""
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


def forget_removed_account(uow: UnitOfWork, link_id: UUID) -> None:
    """Delete the notice that confirmed the removal of an account, which alone still had its address, also from the
    database's files. Does nothing for any other id."""
    link = uow.get(Link, link_id)
    if link is not None and link.purpose is MailPurpose.ACCOUNT_REMOVED:
        uow.remove(link)
        uow.schedule(ContinueErasure, str(link_id), uow.now, person_id=link_id)


def use_link(uow: UnitOfWork, token: str, *purposes: MailPurpose) -> Link:
    """Use the link of this token for one of these purposes; a concurrent second use fails.

    Raises LinkExpired.
    """
    link = queries.links.link_of(uow, token, *purposes)
    if link.person_id:
        bind_contextvars(person=str(link.person_id))
    link.end(uow.now)
    return link
