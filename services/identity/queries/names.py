"""Queries for names of persons by id."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import raiseload

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.sort_names import name_contains
from services.identity.contracts.names import MAX_IDS
from services.identity.model import Customer, Link, Membership, Person


def list_person_names(uow: UnitOfWork, caller: Caller, ids: Sequence[UUID]) -> dict[str, Any]:
    """For a user, the name that the own customer knows: until an invitation is accepted, the one entered in it."""
    people = select(Person).where(Person.id.in_(ids))
    if not caller.is_staff:
        colleagues = select(Membership.person_id).where(Membership.customer_id == caller.customer_id)
        people = people.where(Person.id.in_(colleagues))
    found = uow.session.scalars(people)
    return {"rows": [{"id": person.id, "name": person.name_at(caller.customer_id)} for person in found]}


def list_mail_recipients(uow: UnitOfWork, caller: Caller, ids: Sequence[UUID], text: str) -> dict[str, Any]:
    """Persons, links and customers, by their fixed confirmation address; of a search the newest, if there are more than
    MAX_IDS of a kind."""
    rows: list[Any] = []
    for model in (Person, Link):
        condition = _matches(model, text) if text else model.id.in_(ids)
        rows += uow.session.scalars(_newest_first(model, condition))
    customers = Customer.confirmation_email.startswith(text.lower(), autoescape=True) if text else Customer.id.in_(ids)
    has_address = Customer.confirmation_email != ""
    for customer in uow.session.scalars(_newest_first(Customer, customers & has_address)):
        rows.append({"id": customer.id, "name": customer.name, "email": customer.confirmation_email})
    return {"rows": rows}


def _newest_first(model: type[Person] | type[Link] | type[Customer], condition: ColumnElement[bool]) -> Select[Any]:
    return select(model).where(condition).order_by(model.id.desc()).options(raiseload("*")).limit(MAX_IDS)


def _matches(model: type[Person] | type[Link], text: str) -> ColumnElement[bool]:
    return model.email.startswith(text.lower(), autoescape=True) | name_contains(model.sort_name, text)
