"""Queries on the groups of machines, for those who decide which users see which machines."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.extended import Extended
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.fleet.model import Machine
from services.fleet.model.search_text import search_terms
from services.fleet.queries.lists import BY_SITE, machines_in_scope
from services.fleet.queries.rows import has_number


def list_machine_groups(
    uow: UnitOfWork,
    caller: Caller,
    customer_id: UUID | None,
    text: str,
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Raises NotFound, also for staff without a customer."""
    of_customer = customer_id if caller.is_staff else caller.customer_id
    if of_customer is None or customer_id not in (None, of_customer):
        raise NotFound
    query = machines_in_scope(caller, with_supplies=False).where(Machine.customer_id == of_customer)
    if terms := search_terms(text):
        words = and_(*(Machine.search_text.contains(f" {word}", autoescape=True) for word in terms))
        query = query.where(words | has_number(text))
    rows, info = page(uow.session, query, SortKey(*BY_SITE), after=after, before=before, limit=limit)
    return {"rows": [_row(row.Machine) for row in rows], "page": info}


def export_machine_groups(uow: UnitOfWork, caller: Caller, **filters: Any) -> dict[str, Any]:
    """The first page of `list_machine_groups`, with as many machines as a page may have. Raises NotFound."""
    return list_machine_groups(uow, caller, **filters, after="", before="", limit=MAX_ROWS)


def _row(machine: Machine) -> Extended:
    return Extended(
        machine,
        equipment_number=machine.equipment_number or "",
        serial_number=machine.serial_number or "",
        manufacturer=machine.model.manufacturer,
        model_name=machine.model.name,
    )
