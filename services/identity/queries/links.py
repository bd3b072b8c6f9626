"""Queries on one-time links."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.link_tokens import parts_of
from services.identity.contracts import INVITATION_LINKS, InvitationWithdrawn, LinkExpired, MailPurpose, UserStatus
from services.identity.model import Link, Membership, Person


def get_link(uow: UnitOfWork, caller: Caller, token: str, purposes: Sequence[MailPurpose]) -> Link:
    """Raises LinkExpired, also when the person may no longer log in, because using the link would be refused."""
    link = link_of(uow, token, *purposes)
    person = uow.get(Person, link.person_id) if link.person_id else None
    if person is not None and not person.is_expected:
        raise LinkExpired
    return link


def get_link_mail(uow: UnitOfWork, caller: Caller, link_id: UUID) -> Link:
    """Raises NotFound."""
    link = uow.get(Link, link_id)
    if link is None:
        raise NotFound
    return link


def link_of(uow: UnitOfWork, token: str, *purposes: MailPurpose) -> Link:
    """The link of this token, valid for one of these purposes. Raises LinkExpired, InvitationWithdrawn."""
    id, secret = parts_of(token)
    link = uow.session.scalar(select(Link).where(Link.id == id)) if id else None
    if link is None:
        raise LinkExpired
    if link.ended_at and link.has(secret, purposes) and _is_withdrawn(uow, link):
        raise InvitationWithdrawn(customer_name=link.customer_name)
    link.expect(secret, purposes, uow.now)
    return link


def _is_withdrawn(uow: UnitOfWork, link: Link) -> bool:
    """Whether the link is an invitation whose membership was removed or deactivated."""
    if link.purpose not in INVITATION_LINKS:
        return False
    query = select(Membership.status).where(
        Membership.person_id == link.person_id, Membership.customer_id == UUID(link.about["customer_id"])
    )
    return uow.session.scalar(query) in (None, UserStatus.DEACTIVATED)
