"""Labels on machines: a code that guests scan instead of typing number and postcode (docs/features.md#guests)."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.contract import Command, ContractError, Event, Query, Schema, fields
from services.chassis.contract.fields import validation_error
from services.fleet.contracts.guest_access import CUSTOMER, GUEST_ACCESS_MANAGERS
from services.fleet.contracts.machine_rows import EXAMPLE, Condition, Location, Monitoring
from services.fleet.contracts.machines import MachineNotFound

__all__ = [
    "GetMachineLabel", "IssueMachineLabels", "MachineLabelsIssued", "MachineLabelsRevoked", "RevokeMachineLabels",
    "TooManyMachines",
]  # fmt: skip

MAX_LABELS = 500
"""Labels of one call: 21 sheets of 24."""


class TooManyMachines(ContractError):
    """The filter matches more machines than one call may have: `limit`."""

    code = "too_many_machines"
    status = 422


class MachineFilter(Schema):
    """The filters of `ListMachines`."""

    text = fields.String(max_length=80, load_default="")
    conditions = fields.List(fields.Enum(Condition), max_length=6, load_default=list)
    monitoring = fields.Enum(Monitoring, allow_none=True)
    site = fields.String(max_length=80, load_default="")
    model_id = fields.UUID(allow_none=True)
    group_id = fields.UUID(allow_none=True)
    customer_id = fields.UUID(allow_none=True)


class ChosenMachines(Schema):
    """These machines, or all that match the filter; an empty filter matches all in the caller's scope."""

    machine_ids = fields.List(fields.UUID(), max_length=MAX_LABELS, load_default=list)
    filter = fields.Nested(MachineFilter, allow_none=True)

    @validates_schema
    def _expect_ids_or_filter(self, given: dict[str, Any], **_options: Any) -> None:
        if bool(given["machine_ids"]) == (given["filter"] is not None):
            raise ValidationError({"machine_ids": validation_error("none_chosen").messages})


class LabelRow(Schema):
    """A machine with its label. `code` and `issued_at` are null without one. `code` is the last part of the address
    `/g/<code>`."""

    machine_id = fields.UUID()
    customer_id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    own_reference = fields.String(max_length=60)
    location = fields.Nested(Location)
    code = fields.String(max_length=40, allow_none=True, required=True)
    issued_at = fields.AwareDateTime(allow_none=True, required=True)


EXAMPLE_LABEL = {
    "machine_id": EXAMPLE["id"],
    **{
        name: EXAMPLE[name]
        for name in ("customer_id", "equipment_number", "serial_number", "manufacturer", "model_name", "own_reference")
    },
    "location": EXAMPLE["location"],
    "code": "VGhpcyBpcyBhIHNhbXBsZQ",
    "issued_at": "2026-03-04T08:12:00+00:00",
}


class GetMachineLabel(Query):
    """The label of a machine."""

    allowed = GUEST_ACCESS_MANAGERS
    errors = (MachineNotFound,)

    class Request(Schema):
        machine_id = fields.UUID()

    class Response(LabelRow):
        pass

    example = ({"machine_id": EXAMPLE["id"]}, EXAMPLE_LABEL)


class IssueMachineLabels(Command):
    """Give these machines a label: those that have one keep it, unless `replace`; then the old one is revoked.

    `rows` are the machines by place, with their labels; `issued` is the number of new labels.
    """

    allowed = GUEST_ACCESS_MANAGERS
    errors = (MachineNotFound, TooManyMachines)

    class Request(ChosenMachines):
        replace = fields.Boolean(load_default=False)

    class Response(Schema):
        issued = fields.Integer(min=0)
        rows = fields.List(fields.Nested(LabelRow), max_length=MAX_LABELS)

    example = ({"machine_ids": [EXAMPLE["id"]]}, {"issued": 1, "rows": [EXAMPLE_LABEL]})


class RevokeMachineLabels(Command):
    """Revoke the labels of these machines: nobody gets in with them any more."""

    allowed = GUEST_ACCESS_MANAGERS
    errors = IssueMachineLabels.errors
    security_event = True

    class Request(ChosenMachines):
        pass

    class Response(Schema):
        revoked = fields.Integer(min=0)

    example = ({"machine_ids": [EXAMPLE["id"]]}, {"revoked": 1})


class LabelsChange(Schema):
    """`changed_by` is null for a program. `equipment_number` is set if it was one machine that has a number."""

    customer_id = fields.UUID()
    changed_by = fields.UUID(allow_none=True, required=True, person=True)
    by_staff = fields.Boolean()
    machines = fields.Integer(min=1)
    equipment_number = fields.String(max_length=20)


EXAMPLE_CHANGE = {
    "customer_id": CUSTOMER,
    "changed_by": "01980000-0000-7000-8000-000000000002",
    "by_staff": False,
    "machines": 1,
    "equipment_number": "10042",
}


class MachineLabelsIssued(Event):
    """Machines of a customer got new labels, of which `replaced` replace an older one."""

    subject = "customer_id"
    example = EXAMPLE_CHANGE | {"replaced": 0}

    class Data(LabelsChange):
        replaced = fields.Integer(min=0)


class MachineLabelsRevoked(Event):
    """Labels of machines of a customer were revoked without a new one."""

    subject = "customer_id"
    example = EXAMPLE_CHANGE

    class Data(LabelsChange):
        pass
