"""Queries on customers."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.messaging import feed
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.sort_names import name_contains
from services.identity.model import Customer
from services.identity.queries.users import administered, administrators_of, has_administrator


def customer_of(uow: UnitOfWork, customer_number: str) -> Customer | None:
    return uow.session.scalar(select(Customer).where(Customer.customer_number == customer_number))


def list_customers(uow: UnitOfWork, caller: Caller, text: str, after: str, before: str, limit: int) -> dict[str, Any]:
    """Customers by name. `text` matches a part of the name or the beginning of the number."""
    query = select(Customer)
    if text:
        by_number = Customer.customer_number.istartswith(text, autoescape=True)
        query = query.where(name_contains(Customer.sort_name, text) | by_number)
    key = SortKey((Customer.sort_name, False), (Customer.id, False))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [row.Customer for row in rows], "page": info}


def get_customer(uow: UnitOfWork, caller: Caller, customer_id: UUID) -> Extended:
    """Raises NotFound."""
    return customer_detail(uow, administered(uow, caller, customer_id))


def get_own_customer(uow: UnitOfWork, caller: Caller) -> Extended:
    """Raises NotFound."""
    customer = administered(uow, caller, None)
    return Extended(customer, administrators=administrators_of(uow, customer.id))


def customer_detail(uow: UnitOfWork, customer: Customer) -> Extended:
    uow.session.flush()
    return Extended(customer, has_administrator=has_administrator(uow, customer.id))


def feed_customers(uow: UnitOfWork, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(uow, Customer, after, limit)
