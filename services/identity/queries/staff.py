"""Queries on the dealer's staff."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.sort_names import name_contains
from services.identity.contracts import UserStatus
from services.identity.model import Person
from services.identity.queries.users import last_seen


def list_staff(uow: UnitOfWork, caller: Caller, text: str, after: str, before: str, limit: int) -> dict[str, Any]:
    """Members of staff by name."""
    query = select(Person).where(Person.is_staff.is_(True))
    if text:
        by_name = name_contains(Person.sort_name, text)
        query = query.where(by_name | Person.email.startswith(text.lower(), autoescape=True))
    key = SortKey((Person.sort_name, False), (Person.id, False))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    seen_at = last_seen(uow, [row.Person.id for row in rows], None)
    return {"rows": [_row(row.Person, seen_at.get(row.Person.id)) for row in rows], "page": info}


def get_staff(uow: UnitOfWork, caller: Caller, person_id: UUID) -> Extended:
    """Raises NotFound."""
    return staff_detail(uow, member_of_staff(uow, person_id))


def member_of_staff(uow: UnitOfWork, person_id: UUID) -> Person:
    """Raises NotFound, also when the person is not staff."""
    person = uow.get(Person, person_id)
    if person is None or not person.is_staff:
        raise NotFound
    return person


def staff_one_after_another(uow: UnitOfWork) -> list[Person]:
    """All members of staff, locked and refreshed, so that concurrent changes of rights are serialised."""
    members = select(Person).where(Person.is_staff.is_(True)).order_by(Person.id).with_for_update()
    return list(uow.session.scalars(members.execution_options(populate_existing=True)))


def staff_detail(uow: UnitOfWork, person: Person) -> Extended:
    return _row(person, last_seen(uow, [person.id], None).get(person.id))


def _row(person: Person, seen_at: Any) -> Extended:
    active_or_invited = UserStatus.ACTIVE if person.password_hash else UserStatus.INVITED
    status = active_or_invited if person.is_active else UserStatus.DEACTIVATED
    return Extended(person, person_id=person.id, status=status, rights=person.staff_rights, seen_at=seen_at)
