"""Queries on the passes of guests."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import CustomerStatus, GuestPassExpired
from services.identity.contracts.guest_actions import PASS_RIGHTS
from services.identity.model import Customer, GuestPass
from services.identity.model.session import hash_of


def get_guest_pass(
    uow: UnitOfWork, caller: Caller, guest_pass: dict[str, Any], machine: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """The pass and its machine, both from `prepare`."""
    return guest_pass | {"machine": machine, "rights": [PASS_RIGHTS[guest_pass["action"]]]}


def pass_of(uow: UnitOfWork, token: str) -> dict[str, Any]:
    """The pass of this token, still valid, of an active customer. One for asking the status, as an earlier version
    issued them, is not. Raises GuestPassExpired."""
    pass_id = GuestPass.id.label("pass_id")
    query = select(pass_id, GuestPass.machine_id, GuestPass.customer_id, GuestPass.action, GuestPass.expires_at)
    is_valid = (GuestPass.expires_at > uow.now) & GuestPass.action.in_(PASS_RIGHTS)
    valid = query.where(GuestPass.token_hash == hash_of(token), is_valid)
    row = uow.session.execute(valid).one_or_none()
    if row is None or not is_active_customer(uow, row.customer_id):
        raise GuestPassExpired
    return row._asdict()


def is_active_customer(uow: UnitOfWork, customer_id: UUID) -> bool:
    query = select(Customer.id).where(Customer.id == customer_id, Customer.status == CustomerStatus.ACTIVE)
    return uow.session.scalar(query) is not None
