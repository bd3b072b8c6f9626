"""Queries for lists and filters of machines."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, cast, false, func, literal, null, select, union_all
from sqlalchemy.orm import contains_eager, load_only

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.contract.plain_text import sort_text
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.paging import SortKey, page
from services.fleet.contracts import Condition, MachineSort, Monitoring
from services.fleet.model import Customer, Group, Machine, MachineModel
from services.fleet.model.group_membership import members
from services.fleet.model.machine import PLACE
from services.fleet.model.search_text import search_terms
from services.fleet.queries.groups import seen
from services.fleet.queries.rows import groups_of, has_any, has_condition, has_number, in_scope, row_of

SHOWN = (
    Machine.customer_id, Machine.equipment_number, Machine.serial_number, Machine.mac_address, Machine.own_reference,
    *(getattr(Machine, part) for part in PLACE), Machine.monitoring, Machine.last_contact_at, Machine.condition,
    Machine.needs_attention, Machine.alerts, Machine.group_ids,
)  # fmt: skip
"""Columns loaded for a row of a list, without the supplies."""
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BY_SITE = ((Machine.siteless, False), (Machine.sort_site, False), (Machine.id, False))
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
    """Machines in scope that match all filters. Each word of `text` matches the beginning of a word of the machine, or
    `text` is its number, e.g. in groups of digits."""
    query = machines_in_scope(caller, with_supplies=with_supplies)
    query = with_filters(query, caller, uow.now, text, monitoring, site, model_id, group_id, customer_id)
    if sort is MachineSort.CONDITION:
        key = _by_condition(uow.now)
        worst = None if after or before else _worst_of(query, conditions, uow.now, limit + 1)
    else:
        key, worst = KEYS[sort], None
    if conditions:
        query = query.where(has_any(conditions, uow.now))
    rows, info = page(uow.session, query, key, after=after, before=before, limit=limit, page_filter=worst)
    groups = groups_of(uow, caller, [row.Machine for row in rows]) if with_groups else {}
    return {"rows": rows_of(rows, uow.now, groups, with_supplies=with_supplies), "page": info}


def with_filters(
    query: Select[Any],
    caller: Caller,
    now: dt.datetime,
    text: str,
    monitoring: Monitoring | None,
    site: str,
    model_id: UUID | None,
    group_id: UUID | None,
    customer_id: UUID | None,
    conditions: Sequence[Condition] = (),
) -> Select[Any]:
    """The query of machines, joined with their models, for those that match all filters."""
    if terms := search_terms(text):
        words = and_(*(Machine.search_text.contains(f" {word}", autoescape=True) for word in terms))
        query = query.where(words | has_number(text))
    if monitoring:
        query = query.where(Machine.monitoring == monitoring)
    if site:
        query = query.where(Machine.site == site)
    if model_id:
        query = query.where(Machine.model_id == model_id)
    if group_id:
        out_of_scope = caller.scope != "all" and group_id not in caller.scope
        query = query.where(false() if out_of_scope else Machine.id.in_(members(group_id)))
    if customer_id:
        query = query.where(Machine.customer_id == customer_id)
    return query.where(has_any(conditions, now)) if conditions else query


def machines_in_scope(caller: Caller, *, with_supplies: bool) -> Select[*tuple[Any, ...]]:
    """Machines with the name of their customer, as `rows_of` needs them."""
    columns = (*SHOWN, Machine.supplies) if with_supplies else SHOWN
    return (
        select(Machine, Customer.name.label("customer_name"))
        .join(MachineModel, MachineModel.id == Machine.model_id)
        .outerjoin(Customer, Customer.id == Machine.customer_id)
        .where(in_scope(caller))
        .options(contains_eager(Machine.model), load_only(*columns, raiseload=True))
    )


def rows_of(
    rows: Iterable[Any], now: dt.datetime, groups: Mapping[UUID, list[Group]], *, with_supplies: bool
) -> list[Extended]:
    """Rows of `machines_in_scope` as the contracts' `MachineRow`."""
    without: dict[str, Any] = {} if with_supplies else {"supplies": []}
    return [
        row_of(row.Machine, row.customer_name or "", groups.get(row.Machine.id, []), now, **without) for row in rows
    ]


def list_machine_filters(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    """Sites and models of the machines in scope, all groups in scope (also empty ones), and for staff the customer's
    name."""
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
    filters["sites"].sort(key=sort_text)
    filters["models"].sort(key=lambda model: sort_text(model["name"]))
    filters["groups"].sort(key=lambda group: (sort_text(group["customer_name"]), sort_text(group["name"])))
    return filters


@lru_cache(maxsize=100)
def _filters_of(caller: Caller, customer_id: UUID | None) -> Select[Any]:
    """The statement of `list_machine_filters`. Cached, because building it takes longer than running it."""
    visible_machines, visible_groups = in_scope(caller), seen(caller)
    if customer_id:
        visible_machines = and_(visible_machines, Machine.customer_id == customer_id)
        visible_groups = and_(visible_groups, Group.customer_id == customer_id)
    models = (
        select(MachineModel.id, MachineModel.manufacturer, MachineModel.name)
        .where(MachineModel.id.in_(select(Machine.model_id).where(visible_machines)))
        .order_by(MachineModel.manufacturer, MachineModel.name)
    )
    customer = func.coalesce(Customer.name, "") if caller.is_staff else literal("")
    groups = (
        select(Group.id, customer.label("customer"), Group.name)
        .outerjoin(Customer, Customer.id == Group.customer_id)
        .where(visible_groups)
        .order_by("customer", Group.sort_name)
    )
    lists = {"sites": _sites(caller, visible_machines), "models": models, "groups": groups}
    if customer_id and caller.is_staff:
        lists["customers"] = _as_filter_rows(select(Customer.name).where(Customer.id == customer_id).subquery().c.name)
    return _union_of(lists, 200)


def _union_of(selects: Mapping[str, Select[*tuple[Any, ...]]], limit: int) -> Select[Any]:
    """Union of several selects of id and two names, each limited to its first `limit` rows."""
    lists = []
    for kind, query in selects.items():
        rows = query.limit(limit).subquery()
        id, first, second = rows.c
        lists.append(select(literal(kind).label("kind"), id.label("id"), first.label("first"), second.label("second")))
    rows_of_all = union_all(*lists).subquery()
    return select(rows_of_all).order_by(rows_of_all.c.first, rows_of_all.c.second)


def _sites(caller: Caller, visible_machines: ColumnElement[bool]) -> Select[Any]:
    """Site names in order. With scope `all`, a recursive query jumps from each name to the next through the index
    (loose index scan); machines of a few groups are few enough for DISTINCT."""
    if caller.scope != "all":
        sites = select(Machine.site).where(visible_machines, Machine.site != "").distinct().subquery()
        return _as_filter_rows(sites.c.site)
    site_names = (
        select(func.min(Machine.site).label("site"))
        .where(visible_machines, Machine.site > "")
        .cte("found", recursive=True)
    )
    next_site = (
        select(func.min(Machine.site)).where(visible_machines, Machine.site > site_names.c.site).correlate(site_names)
    )
    site_names = site_names.union_all(select(next_site.scalar_subquery()).where(site_names.c.site.is_not(None)))
    return _as_filter_rows(site_names.c.site).where(site_names.c.site.is_not(None))


def _as_filter_rows(name: Any) -> Select[Any]:
    return select(cast(null(), Uuid).label("id"), name, literal("").label("more")).order_by(name)


def _by_condition(now: dt.datetime) -> SortKey:
    """Sort key: worst condition first, in the order of `Condition`."""
    ranks = [(has_condition(condition, now), rank) for rank, condition in enumerate(Condition)]
    return SortKey((case(*ranks, else_=len(ranks)), False), *BY_SITE)


def _worst_of(
    query: Select[*tuple[Any, ...]], conditions: Sequence[Condition], now: dt.datetime, count: int
) -> ColumnElement[bool]:
    """SQL condition for the first `count` machines of each condition, so that the database need not sort all machines.

    `attention` is the only condition that a machine can have besides the requested one.
    """
    ids = query.with_only_columns(Machine.id).order_by(*(column for column, _ in BY_SITE)).limit(count)
    firsts = [ids.where(has_condition(condition, now)) for condition in conditions or Condition]
    if conditions and Condition.ATTENTION not in conditions:
        firsts.append(ids.where(has_condition(Condition.ATTENTION, now), has_any(conditions, now)))
    return Machine.id.in_(union_all(*(first.subquery().select() for first in firsts)))
