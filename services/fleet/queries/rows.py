"""SQL conditions on machines, and the row of a machine in responses."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from services.chassis.contract import Caller
from services.chassis.contract.extended import Extended
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.scope import visible
from services.fleet.contracts import Condition, Monitoring
from services.fleet.model import Group, Machine
from services.fleet.model.machine import STALE_AFTER


def in_scope(caller: Caller) -> ColumnElement[bool]:
    return visible(caller, resource=Machine.id, customer=Machine.customer_id)


def has_number(typed: str) -> ColumnElement[bool]:
    """SQL condition: equipment or serial number equals the text, as typed or without separators, regardless of case."""
    values = {typed.strip().lower(), "".join(re.findall(r"[^\W_]+", typed)).lower()} - {""}
    return or_(func.lower(Machine.equipment_number).in_(values), func.lower(Machine.serial_number).in_(values))


def has_condition(condition: Condition, now: dt.datetime) -> ColumnElement[bool]:
    """`Machine.conditions_at` as an SQL condition."""
    connected = Machine.monitoring == Monitoring.CONNECTED
    fresh = Machine.last_contact_at >= now - STALE_AFTER
    match condition:
        case Condition.NOT_CONNECTED:
            return Machine.monitoring == Monitoring.NOT_CONNECTED
        case Condition.STALE:
            return and_(connected, (Machine.last_contact_at < now - STALE_AFTER) | Machine.last_contact_at.is_(None))
        case Condition.ATTENTION:
            return and_(connected, fresh, Machine.needs_attention)
        case Condition.OK:
            return and_(connected, fresh, Machine.condition == condition, ~Machine.needs_attention)
    return and_(connected, fresh, Machine.condition == condition)


def has_any(conditions: Iterable[Condition], now: dt.datetime) -> ColumnElement[bool]:
    return or_(*(has_condition(condition, now) for condition in conditions))


def groups_of(uow: UnitOfWork, caller: Caller, machines: Iterable[Machine]) -> dict[UUID, list[Group]]:
    """The machines' groups in scope, by name, loaded in one statement. Groups of a former customer are omitted."""
    ids = {UUID(id) for machine in machines for id in machine.group_ids}
    if caller.scope != "all":
        ids &= set(caller.scope)
    groups = list(uow.session.scalars(select(Group).where(Group.id.in_(ids)).order_by(Group.sort_name))) if ids else []
    return {
        machine.id: [
            group for group in groups if str(group.id) in machine.group_ids and group.customer_id == machine.customer_id
        ]
        for machine in machines
    }


def row_of(machine: Machine, customer_name: str, groups: list[Group], now: dt.datetime, **fields: Any) -> Extended:
    """The machine as the contracts' `MachineRow`, with further `fields`."""
    conditions = machine.conditions_at(now)
    return Extended(
        machine,
        customer_name=customer_name,
        equipment_number=machine.equipment_number or "",
        serial_number=machine.serial_number or "",
        mac_address=machine.mac_address or "",
        manufacturer=machine.model.manufacturer,
        model_name=machine.model.name,
        condition=conditions[0],
        conditions=conditions,
        groups=groups,
        **fields,
    )
