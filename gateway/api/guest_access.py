"""Guest access settings, and the labels of machines that guests scan. Guests themselves have pages only."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import guest_access as schemas
from gateway.api.schemas.paging import OfCustomer
from gateway.clients import command, query
from gateway.guards import api_login
from services.fleet.contracts import (
    ChangeGuestAccess,
    GetGuestAccess,
    GetMachineLabel,
    IssueMachineLabels,
    RevokeMachineLabels,
    StopGuestAccess,
)

guest_access = Resource(
    "Guest access",
    __name__,
    "What guests, who have no account, may do at which machines, and the labels that they scan. Needs "
    "`manage_guest_access`; staff need `manage_customers`.",
)


@guest_access.get("/guest-access")
@api_login
@guest_access.query(OfCustomer)
@guest_access.returns(200, GetGuestAccess)
def get_guest_access(**customer: Any) -> Any:
    """Get what guests may do at which machines."""
    return query(GetGuestAccess, **customer).answer()


@guest_access.patch("/guest-access")
@api_login
@guest_access.query(OfCustomer)
@guest_access.body(schemas.GuestAccessChange)
@guest_access.returns(200, ChangeGuestAccess)
def change_guest_access(key: str, **settings: Any) -> Any:
    """Change what guests may do. Actions that are not given stay as they are."""
    return command(ChangeGuestAccess, key=key, **settings)


@guest_access.post("/guest-access/stop")
@api_login
@guest_access.query(OfCustomer)
@guest_access.returns(200, StopGuestAccess)
def stop_guest_access(key: str, **customer: Any) -> Any:
    """Switch all actions off, also for guests who are busy."""
    return command(StopGuestAccess, key=key, **customer)


@guest_access.get("/machines/<uuid:machine_id>/label")
@api_login
@guest_access.returns(200, GetMachineLabel)
def get_machine_label(machine_id: UUID) -> Any:
    """Get the label of a machine."""
    return query(GetMachineLabel, machine_id=machine_id).answer()


@guest_access.post("/machine-labels")
@api_login
@guest_access.body(schemas.LabelsToIssue)
@guest_access.returns(200, IssueMachineLabels)
def issue_machine_labels(key: str, **machines: Any) -> Any:
    """Give machines a label. Those that have one keep it, unless it is to be replaced."""
    return command(IssueMachineLabels, key=key, **machines)


@guest_access.post("/machine-labels/revoke")
@api_login
@guest_access.body(schemas.LabelsToRevoke)
@guest_access.returns(200, RevokeMachineLabels)
def revoke_machine_labels(key: str, **machines: Any) -> Any:
    """Revoke the labels of machines."""
    return command(RevokeMachineLabels, key=key, **machines)
