"""Which groups machines are in, for those who decide which users see which machines."""

from services.chassis.contract import Kind, NotFound, Query, Schema, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, MAX_ROWS, Page, Paged
from services.fleet.contracts.machine_rows import EXAMPLE_ROW, Location
from services.identity.contracts import Right, StaffRight

__all__ = ["ExportMachineGroups", "ListMachineGroups"]


class MachineGroupsFilters(Schema):
    """`text` as in ListMachines. Staff name the customer."""

    customer_id = fields.UUID(allow_none=True)
    text = fields.String(max_length=80, load_default="")


class MachineGroupsRow(Schema):
    """`group_ids` are all groups of the machine, also those out of the caller's scope, and the ids of memberships:
    of users for whom it was chosen individually."""

    id = fields.UUID()
    equipment_number = fields.String(max_length=20)
    serial_number = fields.String(max_length=60)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    own_reference = fields.String(max_length=60)
    location = fields.Nested(Location)
    group_ids = fields.List(fields.UUID(), max_length=5000)


class MachineGroupsPage(Page):
    rows = fields.List(fields.Nested(MachineGroupsRow), max_length=MAX_ROWS)


_NAMES = (
    "id", "equipment_number", "serial_number", "manufacturer", "model_name", "own_reference", "location",
)  # fmt: skip
EXAMPLE = {name: EXAMPLE_ROW[name] for name in _NAMES} | {"group_ids": ["01980000-0000-7000-8000-000000000013"]}
_EXAMPLE_PAGE = {"rows": [EXAMPLE], "page": EXAMPLE_PAGE}


class ListMachineGroups(Query):
    """The machines in the caller's scope by site, with their groups."""

    allowed = {Kind.USER: Right.MANAGE_USERS, Kind.STAFF: StaffRight.MANAGE_CUSTOMERS}
    errors = (NotFound,)

    class Request(MachineGroupsFilters, Paged):
        pass

    class Response(MachineGroupsPage):
        pass

    example = ({}, _EXAMPLE_PAGE)


class ExportMachineGroups(Query):
    """The first page of an export; `ListMachineGroups` returns the following ones."""

    allowed = ListMachineGroups.allowed
    errors = (*ListMachineGroups.errors, TooManyAttempts)

    class Request(MachineGroupsFilters):
        pass

    class Response(MachineGroupsPage):
        pass

    example = ({}, _EXAMPLE_PAGE)
