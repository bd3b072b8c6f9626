"""Ends sessions and links permanently: what began before a deactivation, a removal or the disabling of a customer must
not work again after a reactivation or a new invitation (OWASP ASVS 5.0, 7.4.2).

Reactivation ends everything once more, for a login that was being committed during the deactivation.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from services.chassis.persistence import UnitOfWork
from services.identity.commands.links import end_links
from services.identity.commands.sessions import end_sessions
from services.identity.contracts import CustomerStatus, UserStatus
from services.identity.model import Customer, Link, LoginSession, Membership, Person
from services.identity.model.link import LINK_LIFETIMES


def revoke_user(uow: UnitOfWork, person: Person, customer_id: UUID) -> None:
    """End the person's sessions and invitation links at the customer and sessions that impersonate the person there;
    all links of a person without access to another customer."""
    own_or_viewing = or_(LoginSession.person_id == person.id, LoginSession.viewing_id == person.id)
    _end_sessions(uow, LoginSession.customer_id == customer_id, own_or_viewing)
    _end_links(uow, customer_id, Link.person_id == person.id)


def revoke_users(uow: UnitOfWork, customer_id: UUID) -> None:
    """The same for all users of the customer."""
    _end_sessions(uow, LoginSession.customer_id == customer_id)
    users = select(Membership.person_id).where(Membership.customer_id == customer_id)
    _end_links(uow, customer_id, Link.person_id.in_(users))


def revoke_staff(uow: UnitOfWork, person: Person) -> None:
    """End all sessions and links of a member of staff."""
    end_sessions(uow, person.id)
    end_links(uow, person.id, *LINK_LIFETIMES)


def end_earlier_sessions(uow: UnitOfWork, membership: Membership) -> None:
    """End sessions of an earlier membership of the same person at the same customer."""
    person, customer = LoginSession.person_id, LoginSession.customer_id
    _end_sessions(uow, person == membership.person_id, customer == membership.customer_id)


def _end_sessions(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> None:
    uow.session.execute(
        update(LoginSession).where(LoginSession.ended_at.is_(None), *conditions).values(ended_at=uow.now)
    )


def _end_links(uow: UnitOfWork, customer_id: UUID, condition: ColumnElement[bool]) -> None:
    elsewhere = select(Membership.person_id).join(Customer, Customer.id == Membership.customer_id)
    elsewhere = elsewhere.where(
        Membership.customer_id != customer_id,
        Membership.status != UserStatus.DEACTIVATED,
        Customer.status == CustomerStatus.ACTIVE,
    )
    valid = (Link.purpose.in_(LINK_LIFETIMES), Link.ended_at.is_(None), Link.expires_at > uow.now)
    query = select(Link, Link.person_id.in_(elsewhere).label("has_access_elsewhere")).where(condition, *valid)
    for link, has_access_elsewhere in uow.session.execute(query).all():
        if not has_access_elsewhere or link.about.get("customer_id") == str(customer_id):
            link.end(uow.now)
