"""Queries on users of a customer."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, exists, func, or_, select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.messaging import feed
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.sort_names import name_contains
from services.identity.contracts import Right, UnknownGroup, UserStatus
from services.identity.model import Customer, Grant, Group, LoginSession, Membership, Person
from services.identity.model.person import PersonStatus

MAX_ADMINISTRATORS = 50
"""Administrators of a customer, or members of staff, who are mailed about a request, or named to users."""


def administered(uow: UnitOfWork, caller: Caller, customer_id: UUID | None, *, lock: bool = False) -> Customer:
    """The caller's customer, or for staff the given one. Raises NotFound.

    `lock` locks the row, which serialises conflicting changes.
    """
    target_id = customer_id if caller.is_staff else caller.customer_id
    query = select(Customer).where(Customer.id == target_id)
    customer = uow.session.scalar(query.with_for_update() if lock else query)
    if customer is None or (customer_id is not None and customer_id != customer.id):
        raise NotFound
    return customer


def user_of(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, person_id: UUID
) -> tuple[Customer, Person, Membership]:
    """Raises NotFound, also for a user of another customer."""
    customer = administered(uow, caller, customer_id)
    return customer, *users_of(uow, customer.id, [person_id])[person_id]


def users_of(uow: UnitOfWork, customer_id: UUID, person_ids: Sequence[UUID]) -> dict[UUID, tuple[Person, Membership]]:
    """Users by the given ids, in a constant number of statements: those of persons, or of memberships (`_row`).
    Raises NotFound unless all are users of the customer."""
    invited = select(Membership.person_id).where(Membership.customer_id == customer_id, Membership.id.in_(person_ids))
    people = uow.session.scalars(select(Person).where(or_(Person.id.in_(person_ids), Person.id.in_(invited))))
    candidates = [(person, person.membership(customer_id)) for person in people]
    users = {
        id: (person, membership) for person, membership in candidates if membership for id in (person.id, membership.id)
    }
    if not users.keys() >= set(person_ids):
        raise NotFound
    return users


def list_users(
    uow: UnitOfWork,
    caller: Caller,
    customer_id: UUID | None,
    text: str,
    right: Right | None,
    status: UserStatus | None,
    group_id: UUID | None,
    all_machines: bool | None,
    scope_ids: Sequence[UUID],
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Users by name."""
    administered_id = caller.customer_id if not caller.is_staff else administered(uow, caller, customer_id).id
    if administered_id is None or customer_id not in (None, administered_id):
        raise NotFound
    query = select(Membership, Person).join(Person, Person.id == Membership.person_id)
    query = query.where(Membership.customer_id == administered_id).options(raiseload(Person.memberships))
    if text:
        by_name = name_contains(Membership.sort_name, text)
        query = query.where(by_name | Person.email.startswith(text.lower(), autoescape=True))
    if right:
        rights = cast(Membership.rights, String)  # a JSON list of strings, which SQLite and PostgreSQL serialise alike
        query = query.where(rights.contains(f'"{right}"', autoescape=True))
    if group_id:
        query = query.where(exists().where(Grant.membership_id == Membership.id, Grant.group_id == group_id))
    if status:
        query = query.where(Membership.status == status)
    if all_machines is not None:
        query = query.where(Membership.all_machines.is_(all_machines))
    if scope_ids:
        by_group = exists().where(Grant.membership_id == Membership.id, Grant.group_id.in_(scope_ids))
        query = query.where(by_group | Membership.id.in_(scope_ids))
    key = SortKey((Membership.sort_name, False), (Membership.id, False))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    seen_at = last_seen(uow, [row.Person.id for row in rows], administered_id)
    return {"rows": [_row(row.Person, row.Membership, seen_at.get(row.Person.id)) for row in rows], "page": info}


def get_user(uow: UnitOfWork, caller: Caller, person_id: UUID, customer_id: UUID | None) -> Extended:
    _, person, membership = user_of(uow, caller, customer_id, person_id)
    return user_detail(uow, person, membership)


def count_group_users(uow: UnitOfWork, caller: Caller, group_id: UUID) -> dict[str, int]:
    """Raises NotFound, also for a group out of scope or of another customer."""
    group = uow.get(Group, group_id)
    of_others = not caller.is_staff and (group is None or group.customer_id != caller.customer_id)
    if group is None or group.deleted or of_others or not (caller.scope == "all" or group_id in caller.scope):
        raise NotFound
    query = select(func.count()).select_from(Grant).join(Membership, Membership.id == Grant.membership_id)
    query = query.where(Grant.group_id == group_id, Membership.status != UserStatus.DEACTIVATED)
    return {"users": uow.session.scalar(query) or 0}


def user_detail(uow: UnitOfWork, person: Person, membership: Membership) -> Extended:
    return user_details(uow, membership.customer_id, [(person, membership)])[0]


def user_details(uow: UnitOfWork, customer_id: UUID, users: Sequence[tuple[Person, Membership]]) -> list[Extended]:
    seen_at = last_seen(uow, [person.id for person, _ in users], customer_id)
    return [_row(person, membership, seen_at.get(person.id)) for person, membership in users]


def administrators_of(uow: UnitOfWork, customer_id: UUID) -> list[Person]:
    """The customer's user administrators by name, at most MAX_ADMINISTRATORS."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    administrators = query.where(*is_administrator(Membership, Person), Membership.customer_id == customer_id)
    return list(uow.session.scalars(administrators.order_by(Person.sort_name, Person.id).limit(MAX_ADMINISTRATORS)))


def is_administrator(membership: Any, person: Any) -> tuple[Any, ...]:
    """SQL conditions: the membership and its person (or aliases of them) administer the customer's users."""
    return (
        membership.is_administrator.is_(True),
        membership.status == UserStatus.ACTIVE,
        person.status == PersonStatus.ACTIVE,
        person.password_hash != "",
    )


def expect_groups(uow: UnitOfWork, customer_id: UUID, group_ids: Sequence[UUID]) -> None:
    """Raises UnknownGroup unless all groups exist at the customer."""
    of_customer = select(func.count()).where(
        Group.id.in_(group_ids), Group.customer_id == customer_id, Group.deleted.is_(False)
    )
    if uow.session.scalar(of_customer) != len(set(group_ids)):
        raise UnknownGroup


def expect_group(uow: UnitOfWork, customer_id: UUID, group_id: UUID) -> None:
    """Raises NotFound unless the group exists at the customer."""
    group = uow.get(Group, group_id)
    if group is None or group.deleted or group.customer_id != customer_id:
        raise NotFound


def names_of_groups(uow: UnitOfWork, group_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by group id."""
    return {
        row.id: row.name for row in uow.session.execute(select(Group.id, Group.name).where(Group.id.in_(group_ids)))
    }


def has_administrator(uow: UnitOfWork, customer_id: UUID) -> bool:
    """Whether the customer has a user who can log in and manage users."""
    query = select(Membership.id).join(Person, Person.id == Membership.person_id)
    query = query.where(Membership.customer_id == customer_id, *is_administrator(Membership, Person))
    return uow.session.scalar(query.limit(1)) is not None


def feed_memberships(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Membership, after, limit)


def last_seen(uow: UnitOfWork, person_ids: Sequence[UUID], customer_id: UUID | None) -> dict[UUID, Any]:
    """Time of last use of each person's sessions at this customer (None: as staff), among the stored ones."""
    if not person_ids:
        return {}
    query = select(LoginSession.person_id, func.max(LoginSession.seen_at).label("seen_at"))
    query = query.where(LoginSession.person_id.in_(person_ids), LoginSession.customer_id == customer_id)
    rows = uow.session.execute(query.group_by(LoginSession.person_id))
    return {row.person_id: row.seen_at for row in rows}


def _row(person: Person, membership: Membership, seen_at: Any) -> Extended:
    """Until an invitation is accepted, personal data are those of the invitation, and the id is that of the membership:
    the person's would tell since when there is an account."""
    names = ("name", "email", "telephone", "function", "language")
    personal_data = {name: getattr(person, name) for name in names} | membership.invited_as
    person_id = membership.id if membership.invited_as else person.id
    return Extended(membership, person_id=person_id, membership_id=membership.id, seen_at=seen_at, **personal_data)
