"""Machines as others see them: what is in scope, and the shape of a row."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_

from services.chassis.contract import Caller
from services.chassis.service.scope import visible
from services.fleet.contracts import Condition, Monitoring
from services.fleet.model import Machine
from services.fleet.model.machine import STALE_AFTER


def in_scope(caller: Caller) -> ColumnElement[bool]:
    return visible(caller, resource=Machine.id, customer=Machine.customer_id)


def has_condition(condition: Condition, now: dt.datetime) -> ColumnElement[bool]:
    """`Machine.condition_at` as a condition of the database."""
    connected = Machine.monitoring == Monitoring.CONNECTED
    fresh = Machine.last_contact_at >= now - STALE_AFTER
    match condition:
        case Condition.NOT_CONNECTED:
            return ~connected
        case Condition.STALE:
            return and_(connected, (Machine.last_contact_at < now - STALE_AFTER) | Machine.last_contact_at.is_(None))
    return and_(connected, fresh, Machine.condition == condition)


def row_of(machine: Machine, customer_name: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": machine.id,
        "customer_id": machine.customer_id,
        "customer_name": customer_name,
        "equipment_number": machine.equipment_number or "",
        "serial_number": machine.serial_number or "",
        "mac_address": machine.mac_address or "",
        "manufacturer": machine.model.manufacturer,
        "model_name": machine.model.name,
        "own_reference": machine.own_reference,
        "location": machine.location,
        "monitoring": machine.monitoring,
        "last_contact_at": machine.last_contact_at,
        "condition": machine.condition_at(now),
        "supplies": machine.supplies,
    }
