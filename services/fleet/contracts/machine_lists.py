"""What can be asked about machines: lists, filters, counts, and one machine's page."""

import enum

from services.chassis.contract import Kind, Query, Schema, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, Page, Paged
from services.fleet.contracts.machine_rows import (
    EXAMPLE,
    EXAMPLE_ROW,
    Condition,
    GroupChoice,
    GroupName,
    MachineDetail,
    MachineRow,
    Monitoring,
)
from services.fleet.contracts.machines import MachineNotFound


class MachineSort(enum.StrEnum):
    """`condition`: the worst first; `toner`: the emptiest first, those without a percentage last; then by site."""

    SITE = "site"
    MODEL = "model"
    LAST_CONTACT = "last_contact"
    CONDITION = "condition"
    TONER = "toner"


class ListMachines(Query):
    """The machines that the caller sees.

    `text` finds by the beginning of a number and by words of model, reference and place. Of several `conditions` one
    is enough. `customer_id` narrows staff's view; of another customer nobody else sees any. A row's groups and supplies
    are empty where they are not asked for.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Paged):
        text = fields.String(max_length=80, load_default="")
        conditions = fields.List(fields.Enum(Condition), max_length=6, load_default=list)
        monitoring = fields.Enum(Monitoring, allow_none=True)
        site = fields.String(max_length=80, load_default="")
        model_id = fields.UUID(allow_none=True)
        group_id = fields.UUID(allow_none=True)
        customer_id = fields.UUID(allow_none=True)
        sort = fields.Enum(MachineSort, load_default=MachineSort.SITE)
        with_groups = fields.Boolean(load_default=True)
        with_supplies = fields.Boolean(load_default=True)

    class Response(Page):
        rows = fields.List(fields.Nested(MachineRow), max_length=200)

    example = ({"text": "C250"}, {"rows": [EXAMPLE_ROW], "page": EXAMPLE_PAGE})


class ListMachineFilters(Query):
    """What the caller's machines can be filtered by: sites, models and groups.

    Sites and models are those that occur among them; groups are all that the caller sees, also those without a machine:
    staff's by customer. `customer_id` narrows staff's view, and `customer_name` says to whom, empty where nobody has
    that id; of another customer nobody else is offered any.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        customer_id = fields.UUID(allow_none=True)

    class Response(Schema):
        customer_name = fields.String(max_length=120)
        sites = fields.List(fields.String(max_length=80), max_length=200)
        models = fields.List(fields.Nested(GroupName), max_length=200)
        groups = fields.List(fields.Nested(GroupChoice), max_length=200)

    example = (
        {},
        {
            "customer_name": "",
            "sites": ["Hoofdkantoor"],
            "models": [{"id": "01980000-0000-7000-8000-000000000011", "name": "Konica Minolta bizhub C250i"}],
            "groups": [{"id": "01980000-0000-7000-8000-000000000013", "name": "Amsterdam", "customer_name": ""}],
        },
    )


class GetMachine(Query):
    """One machine with its supplies."""

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (MachineNotFound,)

    class Request(Schema):
        machine_id = fields.UUID()

    class Response(MachineDetail):
        pass

    example = ({"machine_id": EXAMPLE["id"]}, EXAMPLE)


class CountMachines(Query):
    """How many machines the caller sees, in all and by condition. Counts stop at 1,000.

    A machine that reports a fault and is low counts under both, and once in `to_look_at`: machines that report a
    fault, run low or went silent.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Response(Schema):
        machines = fields.Integer(min=0)
        to_look_at = fields.Integer(min=0)
        attention = fields.Integer(min=0)
        low = fields.Integer(min=0)
        stale = fields.Integer(min=0)
        unknown = fields.Integer(min=0)  # type: ignore[assignment]  # marshmallow reads fields before its own option
        not_connected = fields.Integer(min=0)
        ok = fields.Integer(min=0)

    example = (
        {},
        {
            "machines": 48,
            "to_look_at": 5,
            "attention": 2,
            "low": 3,
            "stale": 1,
            "unknown": 1,
            "not_connected": 2,
            "ok": 40,
        },
    )
