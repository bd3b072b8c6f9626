"""Lists of orders with a line in scope, and their downloads. Lines out of scope are omitted."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, raiseload

from services.chassis.contract import Caller
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.contract.periods import whole_period
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, is_queue, page
from services.chassis.persistence.periods import within
from services.chassis.persistence.reference_numbers import matches
from services.ordering.contracts import OrderStatus
from services.ordering.model import OPEN, Customer, Order, OrderLine
from services.ordering.model.order import PREFIX
from services.ordering.queries.orders import is_to_ship, row_of, sees_some, visible_line_ids, with_line


def list_orders(
    uow: UnitOfWork,
    caller: Caller,
    machine_id: UUID | None,
    customer_id: UUID | None,
    statuses: Sequence[OrderStatus],
    open_only: bool,
    to_ship: bool,
    by_guests: bool,
    text: str,
    from_day: dt.date | None,
    to_day: dt.date | None,
    max_days: int,
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Orders with a line in scope, newest first; for staff, open ones oldest first, as a queue. Raises
    PeriodTooLong."""
    period = whole_period(from_day, to_day, max_days)
    query: Select[*tuple[Any, ...]] = (
        select(Order, Customer.name.label("customer_name"))
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(sees_some(caller), within(Order.placed_at, period, uow.zone))
        .options(joinedload(Order.lines), raiseload(Order.steps), raiseload(Order.shipments))
    )
    if machine_id:
        query = query.where(with_line(caller, OrderLine.machine_id == machine_id))
    if customer_id:
        query = query.where(Order.customer_id == customer_id)
    if statuses:
        query = query.where(Order.status.in_(statuses))
    if open_only:
        query = query.where(Order.status.in_(OPEN))
    if to_ship:
        query = query.where(is_to_ship(caller))
    if by_guests:
        query = query.where(Order.by_guest)
    if text:
        query = query.where(_matches_text(caller, text))
    newest_first = not is_queue(caller, statuses, OPEN, only_open=open_only or to_ship)
    key = SortKey((Order.placed_at, newest_first), (Order.id, newest_first))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit)
    visible_ids = visible_line_ids(uow, caller, [row.Order for row in rows])
    found = [row_of(row.Order, row.customer_name or "", visible_ids) for row in rows]
    return {"rows": found, "page": info, "period": period}


def export_orders(uow: UnitOfWork, caller: Caller, **filters: Any) -> dict[str, Any]:
    """The first page of `list_orders`, with as many orders as a page may have. Raises PeriodTooLong."""
    return list_orders(uow, caller, **filters, after="", before="", limit=MAX_ROWS)


def _matches_text(caller: Caller, text: str) -> ColumnElement[bool]:
    line = (
        OrderLine.equipment_number.istartswith(text, autoescape=True)
        | OrderLine.serial_number.istartswith(text, autoescape=True)
        | OrderLine.own_reference.icontains(text, autoescape=True)
        | OrderLine.sku.istartswith(text, autoescape=True)
    )
    return (
        matches(Order.reference_number, text, PREFIX)
        | Order.purchase_reference.icontains(text, autoescape=True)
        | with_line(caller, line)
    )
