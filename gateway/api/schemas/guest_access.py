"""Guest access settings and the labels of machines."""

from gateway.api.schemas.derive import body_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.fleet.contracts import (
    ChangeGuestAccess,
    GetGuestAccess,
    GetMachineLabel,
    IssueMachineLabels,
    RevokeMachineLabels,
)
from services.fleet.contracts.guest_access import VisibleActionAccess


@response_of(VisibleActionAccess)
class GuestActionAccess(ResponseSchema):
    """Where guests may do one action: nowhere unless `enabled`; then at `all_machines`, or at those of these groups.
    `group_ids` are those in the caller's scope; `has_other_groups`: there are more."""


@response_of(GetGuestAccess)
class GuestAccess(ResponseSchema):
    """`may_change_all_machines`: whether the caller sees all machines of the customer, and so may choose them."""


@body_of(ChangeGuestAccess, hide=("customer_id",))
class GuestAccessChange(Schema):
    """A user who sees only some groups changes those; other groups, and "all machines", stay as they are."""


@response_of(GetMachineLabel)
class MachineLabel(ResponseSchema):
    """A machine with its label. `code` and `issued_at` are null without one. The label's address is `/g/` and the
    code."""


@response_of(IssueMachineLabels)
class IssuedLabels(ResponseSchema):
    """`rows`: the machines by location, with their labels. `issued`: number of new labels."""


@body_of(IssueMachineLabels)
class LabelsToIssue(Schema):
    """These machines, or all that match the filter; an empty filter matches all in the caller's scope. `replace`: the
    labels that the machines have are revoked."""


@body_of(RevokeMachineLabels)
class LabelsToRevoke(Schema):
    """These machines, or all that match the filter."""
