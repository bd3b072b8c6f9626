"""Commands on customers. Changes are in the audit log."""

from uuid import UUID

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.commands.audit import record_audit
from services.identity.commands.revocation import revoke_users
from services.identity.contracts import AuditAction, CustomerNumberTaken, CustomerStatus
from services.identity.model import Customer


def upsert_customer(
    uow: UnitOfWork, caller: Caller, customer_number: str, name: str, status: CustomerStatus, address: dict[str, str]
) -> Customer:
    customer = queries.customers.customer_of(uow, customer_number)
    if customer is None:
        customer = uow.add(Customer.of_number(customer_number))
        customer.describe(name, status, address)
    else:
        _change(uow, caller, customer, name, status, address)
    return customer


def create_customer(
    uow: UnitOfWork, caller: Caller, customer_number: str, name: str, address: dict[str, str]
) -> Extended:
    """Raises CustomerNumberTaken."""
    existing = queries.customers.customer_of(uow, customer_number)
    if existing is not None:
        raise CustomerNumberTaken(name=existing.name)
    customer = uow.add(Customer.of_number(customer_number))
    customer.describe(name, CustomerStatus.ACTIVE, address)
    record_audit(uow, caller, AuditAction.CUSTOMER_CREATED, None, customer.id, **customer.described)
    return queries.customers.customer_detail(uow, customer)


def change_customer(
    uow: UnitOfWork, caller: Caller, customer_id: UUID, name: str, status: CustomerStatus, address: dict[str, str]
) -> Extended:
    """Raises NotFound."""
    customer = queries.users.administered(uow, caller, customer_id)
    _change(uow, caller, customer, name, status, address)
    return queries.customers.customer_detail(uow, customer)


def _change(
    uow: UnitOfWork, caller: Caller, customer: Customer, name: str, status: CustomerStatus, address: dict[str, str]
) -> None:
    """Disabling ends the sessions and links of all users."""
    before, was_active = customer.described, customer.is_active
    customer.describe(name, status, address)
    if customer.is_active != was_active:
        revoke_users(uow, customer.id)
    changed = {field: value for field, value in customer.described.items() if value != before[field]}
    if changed:
        record_audit(uow, caller, AuditAction.CUSTOMER_CHANGED, None, customer.id, **changed)
