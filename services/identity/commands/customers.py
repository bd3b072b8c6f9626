"""Customers: added, changed and brought up to date by the dealer. Changes stand in the audit log."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.identity import queries
from services.identity.commands.audit import note
from services.identity.contracts import AuditAction, CustomerNumberTaken, CustomerStatus
from services.identity.model import Customer


def record_customer(
    work: Work, caller: Caller, customer_number: str, name: str, status: CustomerStatus, address: dict[str, str]
) -> Customer:
    """Add the customer of this number, or bring it up to date."""
    customer = queries.customer_of(work, customer_number)
    if customer is None:
        customer = work.keep(Customer.of_number(customer_number))
        customer.describe(name, status, address)
    else:
        _change(work, caller, customer, name, status, address)
    return customer


def create_customer(
    work: Work, caller: Caller, customer_number: str, name: str, address: dict[str, str]
) -> dict[str, Any]:
    """Raises CustomerNumberTaken."""
    taken = queries.customer_of(work, customer_number)
    if taken is not None:
        raise CustomerNumberTaken(name=taken.name)
    customer = work.keep(Customer.of_number(customer_number))
    customer.describe(name, CustomerStatus.ACTIVE, address)
    note(work, caller, AuditAction.CUSTOMER_CREATED, None, customer.id, **customer.described)
    return queries.kept_customer(work, customer)


def change_customer(
    work: Work, caller: Caller, customer_id: UUID, name: str, status: CustomerStatus, address: dict[str, str]
) -> dict[str, Any]:
    """Raises NotFound."""
    customer = queries.administered(work, caller, customer_id)
    _change(work, caller, customer, name, status, address)
    return queries.kept_customer(work, customer)


def _change(
    work: Work, caller: Caller, customer: Customer, name: str, status: CustomerStatus, address: dict[str, str]
) -> None:
    before = customer.described
    customer.describe(name, status, address)
    changed = {what: value for what, value in customer.described.items() if value != before[what]}
    if changed:
        note(work, caller, AuditAction.CUSTOMER_CHANGED, None, customer.id, **changed)
