"""Queries on the audit log."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.chassis.contract import Caller
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.identity.contracts import AuditAction
from services.identity.model import AuditEntry, Customer, Membership
from services.identity.queries.users import administered


def list_audit(
    uow: UnitOfWork,
    caller: Caller,
    customer_id: UUID | None,
    person_id: UUID | None,
    action: AuditAction | None,
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Entries, newest first: of the caller's customer; for staff of the given customer or of all. Raises NotFound."""
    query = select(AuditEntry, Customer.name.label("customer_name"))
    query = query.outerjoin(Customer, Customer.id == AuditEntry.customer_id)
    if customer_id or not caller.is_staff:
        query = query.where(AuditEntry.customer_id == administered(uow, caller, customer_id).id)
    if person_id:
        invited = select(Membership.person_id).where(Membership.id == person_id)
        query = query.where(or_(AuditEntry.subject_id == person_id, AuditEntry.subject_id.in_(invited)))
    if action:
        query = query.where(AuditEntry.action == action)
    key = SortKey((AuditEntry.at, True), (AuditEntry.id, True))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    return {"rows": [_row(row.AuditEntry, row.customer_name or "") for row in rows], "page": info}


def export_audit(
    uow: UnitOfWork, caller: Caller, customer_id: UUID | None, action: AuditAction | None
) -> dict[str, Any]:
    """The first page of `list_audit`, with as many entries as a page may have. Raises NotFound."""
    return list_audit(uow, caller, customer_id, None, action, after="", before="", limit=MAX_ROWS)


def _row(entry: AuditEntry, customer_name: str) -> dict[str, Any]:
    names = ("id", "at", "action", "actor_name", "by_staff", "subject_name", "details")
    return {name: getattr(entry, name) for name in names} | {
        "customer_name": customer_name,
        "actor_erased": entry.actor_id is not None and not entry.actor_name,
        "subject_erased": entry.subject_id is not None and not entry.subject_name,
    }
