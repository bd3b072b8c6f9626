"""Queries on the fixed confirmation address of a customer."""

from typing import Any
from uuid import UUID

from services.chassis.contract import Caller, Kind, NotFound
from services.chassis.persistence import UnitOfWork
from services.identity.model import Customer, Link
from services.identity.queries.users import administered


def get_confirmation_address(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    """Raises NotFound."""
    if caller.kind is Kind.SERVICE:
        customer = uow.get(Customer, customer_id) if customer_id else None
        if customer is None:
            raise NotFound
    else:
        customer = administered(uow, caller, customer_id)
    return shown(uow, customer)


def shown(uow: UnitOfWork, customer: Customer) -> dict[str, Any]:
    """The address as the contracts' `ConfirmationAddress`."""
    pending = pending_link(uow, customer)
    return {
        "email": customer.confirmation_email,
        "new_email": pending.email if pending else "",
        "language": customer.confirmation_language,
    }


def pending_link(uow: UnitOfWork, customer: Customer) -> Link | None:
    """The valid link sent to the address that waits for confirmation."""
    link = uow.get(Link, customer.confirmation_link_id) if customer.confirmation_link_id else None
    return link if link and not link.ended and uow.now < link.expires_at else None
