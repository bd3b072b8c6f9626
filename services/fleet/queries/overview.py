"""The query for start pages: how many machines need attention, and the first of them."""

from typing import Any

from sqlalchemy import select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, capped_count
from services.fleet.contracts import Condition, MachineSort
from services.fleet.model import Machine
from services.fleet.queries.lists import KEYS, machines_in_scope, rows_of
from services.fleet.queries.rows import has_any, has_condition, in_scope

NEEDING_ATTENTION = (Condition.ATTENTION, Condition.LOW, Condition.STALE)


def get_overview(uow: UnitOfWork, caller: Caller, limit: int) -> dict[str, Any]:
    """Counts, and the first `limit` machines of each condition that needs attention."""
    return {"counts": _counts(uow, caller)} | {
        str(condition): _first(uow, caller, condition, limit) if limit else [] for condition in NEEDING_ATTENTION
    }


def _counts(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    """All counts in one statement."""
    query = select(Machine.id).where(in_scope(caller))
    counts = {
        "machines": capped_count(query),
        "to_look_at": capped_count(query.where(has_any(NEEDING_ATTENTION, uow.now))),
    } | {str(condition): capped_count(query.where(has_condition(condition, uow.now))) for condition in Condition}
    row = uow.session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return {name: getattr(row, name) for name in counts}


def _first(uow: UnitOfWork, caller: Caller, condition: Condition, limit: int) -> list[Extended]:
    is_low = condition is Condition.LOW
    key: SortKey = KEYS[MachineSort.TONER if is_low else MachineSort.SITE]
    query = machines_in_scope(caller, with_supplies=is_low).where(has_condition(condition, uow.now))
    rows = uow.session.execute(query.order_by(*key.order(backwards=False)).limit(limit))
    return rows_of(rows, uow.now, {}, with_supplies=is_low)
