"""Lists and counts of machines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, cast, false, func, literal, null, select, union_all
from sqlalchemy.orm import contains_eager, load_only

from services.chassis.contract import Caller
from services.chassis.contract.paging import COUNT_LIMIT
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.chassis.persistence.tables import resource_groups
from services.fleet.contracts import Condition, MachineSort, Monitoring
from services.fleet.model import Customer, Group, Machine, MachineModel
from services.fleet.model.machine import PLACE
from services.fleet.model.search_text import search_terms
from services.fleet.queries.groups import seen
from services.fleet.queries.rows import groups_of, has_any, has_condition, in_scope, row_of

SHOWN = (
    Machine.customer_id, Machine.equipment_number, Machine.serial_number, Machine.mac_address, Machine.own_reference,
    *(getattr(Machine, part) for part in PLACE), Machine.monitoring, Machine.last_contact_at, Machine.condition,
    Machine.needs_attention, Machine.alerts, Machine.group_ids,
)  # fmt: skip
"""What a row of a list is made of, beside the supplies."""
TO_LOOK_AT = (Condition.ATTENTION, Condition.LOW, Condition.STALE)
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BY_SITE = ((Machine.siteless, False), (Machine.site, False), (Machine.id, False))
KEYS = {
    MachineSort.SITE: SortKey(*BY_SITE),
    MachineSort.MODEL: SortKey((MachineModel.name, False), (Machine.id, False)),
    MachineSort.TONER: SortKey((Machine.lowest_toner_percent, False), *BY_SITE),
    MachineSort.LAST_CONTACT: SortKey((func.coalesce(Machine.last_contact_at, NEVER), True), (Machine.id, True)),
}


def list_machines(
    uow: UnitOfWork,
    caller: Caller,
    text: str,
    conditions: Sequence[Condition],
    monitoring: Monitoring | None,
    site: str,
    model_id: UUID | None,
    group_id: UUID | None,
    customer_id: UUID | None,
    sort: MachineSort,
    with_groups: bool,
    with_supplies: bool,
    after: str,
    before: str,
    limit: int,
) -> dict[str, Any]:
    """Machines in scope that match all that is asked for; each word of `text` begins a word of the machine."""
    shown = (*SHOWN, Machine.supplies) if with_supplies else SHOWN
    found: Select[*tuple[Any, ...]] = (
        select(Machine, Customer.name.label("customer_name"))
        .join(MachineModel, MachineModel.id == Machine.model_id)
        .outerjoin(Customer, Customer.id == Machine.customer_id)
        .where(in_scope(caller))
        .options(contains_eager(Machine.model), load_only(*shown, raiseload=True))
    )
    for word in search_terms(text):
        found = found.where(Machine.search_text.contains(f" {word}", autoescape=True))
    if monitoring:
        found = found.where(Machine.monitoring == monitoring)
    if site:
        found = found.where(Machine.site == site)
    if model_id:
        found = found.where(Machine.model_id == model_id)
    if group_id:
        unseen = caller.scope != "all" and group_id not in caller.scope
        found = found.where(false() if unseen else Machine.id.in_(_members(group_id)))
    if customer_id:
        found = found.where(Machine.customer_id == customer_id)
    if sort is MachineSort.CONDITION:
        key = _by_condition(uow.now)
        among = None if after or before else _worst_of(found, conditions, uow.now, limit + 1)
    else:
        key, among = KEYS[sort], None
    if conditions:
        found = found.where(has_any(conditions, uow.now))
    rows, info = page(uow.session, found, key, after=after, before=before, limit=limit, page_filter=among)
    groups = groups_of(uow, caller, [row.Machine for row in rows]) if with_groups else {}
    return {
        "rows": [
            row_of(row.Machine, row.customer_name or "", groups.get(row.Machine.id, []), uow.now, with_supplies)
            for row in rows
        ],
        "page": info,
    }


def list_machine_filters(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    """Sites and models that occur among the machines in scope; groups that the caller sees, also empty ones; for staff
    the name of the one customer they look at."""
    filters: dict[str, Any] = {"customer_name": "", "sites": [], "models": [], "groups": []}
    for row in uow.session.execute(_filters_of(caller, customer_id)):
        match row.kind:
            case "customers":
                filters["customer_name"] = row.first
            case "sites":
                filters["sites"].append(row.first)
            case "models":
                filters["models"].append({"id": row.id, "name": f"{row.first} {row.second}".strip()})
            case "groups":
                filters["groups"].append({"id": row.id, "name": row.second, "customer_name": row.first})
    return filters


@lru_cache(maxsize=100)
def _filters_of(caller: Caller, customer_id: UUID | None) -> Select[Any]:
    """Kept, because putting it together takes longer than answering it."""
    mine, seen_groups = in_scope(caller), seen(caller)
    if customer_id:
        mine = and_(mine, Machine.customer_id == customer_id)
        seen_groups = and_(seen_groups, Group.customer_id == customer_id)
    models = (
        select(MachineModel.id, MachineModel.manufacturer, MachineModel.name)
        .where(MachineModel.id.in_(select(Machine.model_id).where(mine)))
        .order_by(MachineModel.manufacturer, MachineModel.name)
    )
    customer = func.coalesce(Customer.name, "") if caller.is_staff else literal("")
    groups = (
        select(Group.id, customer.label("customer"), Group.name)
        .outerjoin(Customer, Customer.id == Group.customer_id)
        .where(seen_groups)
        .order_by("customer", Group.name)
    )
    lists = {"sites": _sites(caller, mine), "models": models, "groups": groups}
    if customer_id and caller.is_staff:
        lists["customers"] = _named(select(Customer.name).where(Customer.id == customer_id).subquery().c.name)
    return _together(lists, 200)


def _together(selects: Mapping[str, Select[*tuple[Any, ...]]], most: int) -> Select[Any]:
    """Several lists of id and two names in one statement, each in the order of its names and at most so long."""
    lists = []
    for kind, its in selects.items():
        rows = its.limit(most).subquery()
        id, first, second = rows.c
        lists.append(select(literal(kind).label("kind"), id.label("id"), first.label("first"), second.label("second")))
    found = union_all(*lists).subquery()
    return select(found).order_by(found.c.kind, found.c.first, found.c.second)


def _sites(caller: Caller, mine: ColumnElement[bool]) -> Select[Any]:
    """Names in order. Who sees all machines of a site steps from one name to the next by index, past all others of it;
    few groups have few machines to look at."""
    if caller.scope != "all":
        seen = select(Machine.site).where(mine, Machine.site != "").distinct().subquery()
        return _named(seen.c.site)
    found = select(func.min(Machine.site).label("site")).where(mine, Machine.site > "").cte("found", recursive=True)
    further = select(func.min(Machine.site)).where(mine, Machine.site > found.c.site).correlate(found)
    found = found.union_all(select(further.scalar_subquery()).where(found.c.site.is_not(None)))
    return _named(found.c.site).where(found.c.site.is_not(None))


def _named(name: Any) -> Select[Any]:
    return select(cast(null(), Uuid).label("id"), name, literal("").label("more")).order_by(name)


def count_machines(uow: UnitOfWork, caller: Caller) -> dict[str, int]:
    """Machines in scope, in all and by condition, in one statement; each count stops at 1,000."""
    mine = select(Machine.id).where(in_scope(caller))
    counts = {"machines": _count(mine), "to_look_at": _count(mine.where(has_any(TO_LOOK_AT, uow.now)))} | {
        str(condition): _count(mine.where(has_condition(condition, uow.now))) for condition in Condition
    }
    row = uow.session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return {name: getattr(row, name) for name in counts}


def _by_condition(now: dt.datetime) -> SortKey:
    """Worst first: in the order of `Condition`."""
    places = [(has_condition(condition, now), place) for place, condition in enumerate(Condition)]
    return SortKey((case(*places, else_=len(places)), False), *BY_SITE)


def _worst_of(
    found: Select[*tuple[Any, ...]], conditions: Sequence[Condition], now: dt.datetime, count: int
) -> ColumnElement[bool]:
    """Among which machines the worst are: the first of each condition, which are found without sorting all of them.

    `attention` is the one condition that a machine may have beside the one that is asked for.
    """
    ids = found.with_only_columns(Machine.id).order_by(*(column for column, _ in BY_SITE)).limit(count)
    firsts = [ids.where(has_condition(condition, now)) for condition in conditions or Condition]
    if conditions and Condition.ATTENTION not in conditions:
        firsts.append(ids.where(has_condition(Condition.ATTENTION, now), has_any(conditions, now)))
    return Machine.id.in_(union_all(*(first.subquery().select() for first in firsts)))


def _count(found: Select[Any]) -> Any:
    return select(func.count()).select_from(found.limit(COUNT_LIMIT).subquery()).scalar_subquery()


def _members(group_id: UUID) -> Select[tuple[UUID]]:
    return select(resource_groups.c.resource_id).where(resource_groups.c.group_id == group_id)
