"""Machines with location, condition and supplies."""

from gateway.api.schemas.derive import query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema, fields
from services.fleet.contracts import GetHiddenMachine, GetMachine, ListMachines
from services.fleet.contracts.machine_rows import Alert as ContractAlert
from services.fleet.contracts.machine_rows import GroupName, MachineRow
from services.fleet.contracts.supplies import SupplyLevel


@response_of(ContractAlert)
class Alert(ResponseSchema):
    """A fault reported by the device, as a code or as the device's own text."""


@response_of(GroupName)
class GroupOf(ResponseSchema): ...


@response_of(SupplyLevel)
class Supply(ResponseSchema):
    """`percent` is null unless `state` is `known`. `direction` is `ambiguous` for a waste box whose `percent` is either
    the fill or the space left.
    """


@response_of(MachineRow)
class Machine(ResponseSchema):
    """`conditions`: all that apply, worst first; `condition` is the first. `groups`: those in the caller's scope."""


@response_of(GetMachine)
class MachineDetail(ResponseSchema):
    """A machine with its counters at `counted_at`, null if it reports none. `counter_unit` is empty for pages.

    `other_model_name`: a second name by which the device reports its model, else empty. `stale`: the last reading is
    too old to rely on.
    """


@query_of(ListMachines, hide=("before", "with_groups", "with_supplies"), rename={"conditions": "condition"})
class MachineQuery(Schema):
    """`text` matches the beginning of a number and words of model, reference and location.

    `condition` may be repeated; a machine matches with any of them.
    """


@response_of(ListMachines)
class MachinePage(ResponseSchema): ...


@query_of(GetHiddenMachine)
class HiddenQuery(Schema):
    """`number`: the exact equipment or serial number."""

    number = fields.String(max_length=80, min_length=1)


@response_of(GetHiddenMachine)
class Hidden(ResponseSchema): ...
