"""Queries on guest access: the customer's settings, and the machine that a guest asks for."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from services.chassis.contract import Caller, NotFound
from services.chassis.contract.plain_text import letters_and_digits
from services.chassis.persistence import UnitOfWork
from services.fleet.contracts import GuestAction
from services.fleet.model import Customer, Group, GuestAccess, Machine, MachineLabel, MachineModel
from services.fleet.model.guest_access import allowed_actions
from services.fleet.queries.groups import seen
from services.identity.contracts import CustomerStatus

PLACE = ("site", "building", "floor", "room", "city")


def get_guest_access(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> dict[str, Any]:
    """Raises NotFound."""
    customer_id = customer_of(uow, caller, customer_id)
    access = uow.get(GuestAccess, customer_id) or GuestAccess.of_customer(customer_id)
    return guest_access_detail(uow, caller, access)


def guest_access_detail(uow: UnitOfWork, caller: Caller, access: GuestAccess) -> dict[str, Any]:
    """The settings with the ids of the groups in the caller's scope only."""
    actions = access.all_actions()
    ids = [UUID(id) for row in actions for id in row["group_ids"]]
    in_scope = select(Group.id).where(Group.id.in_(ids), Group.customer_id == access.id, seen(caller))
    shown = {str(id) for id in uow.session.scalars(in_scope)}
    return {
        "customer_id": access.id,
        "actions": [
            row
            | {
                "group_ids": [UUID(id) for id in row["group_ids"] if id in shown],
                "has_other_groups": row["enabled"] and not shown.issuperset(row["group_ids"]),
            }
            for row in actions
        ],
        "may_change_all_machines": caller.groups_in_scope is None,
    }


def customer_of(uow: UnitOfWork, caller: Caller, customer_id: UUID | None) -> UUID:
    """The customer of the request: the given one for staff, else the caller's own. Raises NotFound."""
    meant = customer_id if caller.is_staff else caller.customer_id
    if meant is None or customer_id not in (None, meant):
        raise NotFound
    if caller.is_staff:
        customer = uow.get(Customer, meant)
        if customer is None or customer.deleted:
            raise NotFound
    return meant


def find_guest_machine(
    uow: UnitOfWork,
    caller: Caller,
    equipment_number: str,
    postcode: str,
    label: str | None,
    machine_id: UUID | None,
    action: GuestAction | None,
) -> dict[str, Any]:
    """One statement finds the machine with settings, active customer and valid label, or nothing. Two machines can
    match what was typed without hyphens: then the one with exactly this number is meant."""
    query = (
        select(
            *(Machine.id.label("machine_id"), Machine.customer_id, Machine.equipment_number, Machine.group_ids),
            *(getattr(Machine, part) for part in PLACE),
            *(MachineModel.manufacturer, MachineModel.name.label("model"), GuestAccess.actions),
        )
        .join(MachineModel, MachineModel.id == Machine.model_id)
        .join(GuestAccess, GuestAccess.id == Machine.customer_id)
        .join(Customer, and_(Customer.id == Machine.customer_id, Customer.status == CustomerStatus.ACTIVE))
    )
    if label is not None:
        of_customer = MachineLabel.customer_id == Machine.customer_id
        query = query.join(MachineLabel, and_(MachineLabel.live_machine_id == Machine.id, of_customer))
        query = query.where(MachineLabel.code == label)
    else:
        query = query.where(Machine.id == machine_id if machine_id else _is_typed(equipment_number, postcode))
    is_exact = Machine.equipment_number == equipment_number
    rows = uow.session.execute(query.order_by(is_exact.desc(), Machine.id).limit(2)).all()
    is_clear = len(rows) == 1 or (rows and rows[0].equipment_number == equipment_number)
    row = rows[0] if is_clear else None
    actions = allowed_actions(row.actions, row.group_ids) if row else []
    actions = [allowed for allowed in actions if action in (None, allowed)]
    return {"machine": _machine(row) if actions else None, "actions": actions}


def _is_typed(equipment_number: str, postcode: str) -> ColumnElement[bool]:
    """SQL condition: these are the machine's number and postcode. Empty ones are those of no machine."""
    number_key, postcode_key = letters_and_digits(equipment_number), letters_and_digits(postcode)
    given = and_(Machine.number_key != "", Machine.postcode_key != "")
    return and_(Machine.number_key == number_key, Machine.postcode_key == postcode_key, given)


def _machine(row: Any) -> dict[str, Any]:
    names = ("machine_id", "customer_id", "manufacturer", "model")
    return {
        **{name: getattr(row, name) for name in names},
        "equipment_number": row.equipment_number or "",
        "place": {part: getattr(row, part) for part in PLACE},
    }
