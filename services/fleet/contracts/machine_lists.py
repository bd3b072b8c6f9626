"""Operations to list, filter, count and read machines."""

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

__all__ = ["GetMachine", "GetOverview", "ListMachineFilters", "ListMachines", "MachineSort"]


class MachineSort(enum.StrEnum):
    """`condition`: worst first; `toner`: lowest percentage first, unknown ones last; then by site."""

    SITE = "site"
    MODEL = "model"
    LAST_CONTACT = "last_contact"
    CONDITION = "condition"
    TONER = "toner"


class ListMachines(Query):
    """The machines in the caller's scope.

    `text` matches the beginning of a number and of words of model, reference and place. A machine matches with one of
    several `conditions`. `customer_id` filters for staff; a user gets no machine of another customer. A row's groups
    and supplies are empty unless requested.
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
    """Filter values for the caller's machines: sites, models and groups.

    Sites and models are those of the machines in scope; groups are all in scope, also those without a machine: for
    staff by customer. `customer_id` filters for staff, and `customer_name` is that customer's name, empty for an
    unknown id. A user gets no values of another customer.
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


class Counts(Schema):
    """A machine that reports a fault and is low counts under both, and once in `to_look_at`: machines that report a
    fault, are low or are stale. Counts stop at 1,000."""

    machines = fields.Integer(min=0)
    to_look_at = fields.Integer(min=0)
    attention = fields.Integer(min=0)
    low = fields.Integer(min=0)
    stale = fields.Integer(min=0)
    unknown = fields.Integer(min=0)  # type: ignore[assignment]  # marshmallow reads fields before its own option
    not_connected = fields.Integer(min=0)
    ok = fields.Integer(min=0)


class GetOverview(Query):
    """Number of machines in the caller's scope, in total and by condition, and at most `limit` machines of each: with a
    fault, low (lowest toner first), stale. Rows have no groups; those of low machines have their supplies."""

    allowed = {Kind.USER: None, Kind.STAFF: None}

    class Request(Schema):
        limit = fields.Integer(min=0, max=20, load_default=0)

    class Response(Schema):
        counts = fields.Nested(Counts)
        attention = fields.List(fields.Nested(MachineRow), max_length=20)
        low = fields.List(fields.Nested(MachineRow), max_length=20)
        stale = fields.List(fields.Nested(MachineRow), max_length=20)

    example = (
        {"limit": 6},
        {
            "counts": {
                "machines": 48,
                "to_look_at": 5,
                "attention": 2,
                "low": 3,
                "stale": 1,
                "unknown": 1,
                "not_connected": 2,
                "ok": 40,
            },
            "attention": [EXAMPLE_ROW | {"groups": [], "supplies": []}],
            "low": [],
            "stale": [],
        },
    )
