"""Customers, for staff and for copies."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.service import Work, feed
from services.chassis.service.paging import Key, page
from services.identity.model import Customer
from services.identity.queries.users import administered, has_administrator


def customer_of(work: Work, customer_number: str) -> Customer | None:
    return work.session.scalar(select(Customer).where(Customer.customer_number == customer_number))


def list_customers(work: Work, caller: Caller, text: str, after: str, before: str, limit: int) -> dict[str, Any]:
    """Customers by name; `text` is in the name or begins the number."""
    found = select(Customer)
    if text:
        by_number = Customer.customer_number.istartswith(text, autoescape=True)
        found = found.where(Customer.name.icontains(text, autoescape=True) | by_number)
    key = Key((Customer.name, False), (Customer.id, False))
    rows, info = page(work.session, found, key, after=after, before=before, limit=limit)
    return {"rows": [row.Customer for row in rows], "page": info}


def find_customer(work: Work, caller: Caller, customer_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    return kept_customer(work, administered(work, caller, customer_id))


def find_own_customer(work: Work, caller: Caller) -> Customer:
    """Raises NotFound."""
    return administered(work, caller, None)


def kept_customer(work: Work, customer: Customer) -> dict[str, Any]:
    work.session.flush()
    shown = ("id", "customer_number", "name", "status", "address")
    told = {name: getattr(customer, name) for name in shown}
    return told | {"has_administrator": has_administrator(work, customer.id)}


def feed_customers(work: Work, caller: Caller, after: UUID | None, limit: int) -> dict[str, Any]:
    return feed.page_of(work, Customer, after, limit)
