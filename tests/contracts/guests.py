"""Guests: builders, situations for the operations about them (see situations.py), and triggers of their events."""

from collections.abc import Callable
from typing import Any

from contracts.builders import Customer, number
from contracts.example_installation import ExampleInstallation
from contracts.running import STAFF, Installation

from services.chassis.contract import Caller, Event, Operation
from services.fleet import contracts as fleet
from services.fleet.contracts import GuestAction
from services.identity import contracts as identity
from services.identity.contracts import Right

Request = dict[str, Any]
Situation = Callable[[ExampleInstallation, Request], tuple[Caller, Request]]
VISITOR = Caller.visitor()


def allow_guests(
    installation: Installation, customer: Customer, *actions: str, groups: list[str] | None = None
) -> None:
    """Allow exactly these actions, by default all, at all machines of the customer or at those of some groups."""
    rows = [
        {
            "action": action,
            "enabled": not actions or action in actions,
            "all_machines": groups is None,
            "group_ids": groups or [],
        }
        for action in map(str, GuestAction)
    ]
    installation.call(fleet.ChangeGuestAccess, STAFF, customer_id=str(customer.id), actions=rows)


def a_label(installation: Installation, machine_id: str) -> str:
    """The code of the machine's label, issued if it has none."""
    issued = installation.call(fleet.IssueMachineLabels, STAFF, machine_ids=[machine_id])
    return str(issued["rows"][0]["code"])


def passes(installation: Installation, address: str = "", **wanted: str) -> dict[str, str]:
    """Tokens by action, for a guest at a network address that no other guest has, unless given."""
    request = {"client_address": address or number("place ")} | wanted
    issued = installation.call(identity.IssueGuestPasses, VISITOR, **request)
    return {row["action"]: row["token"] for row in issued["passes"]}


def manager(installation: ExampleInstallation) -> Caller:
    return installation.customer.caller(Right.MANAGE_GUEST_ACCESS)


def with_guests_off(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    request_ = {"actions": [{"action": action, "enabled": False} for action in map(str, GuestAction)]}
    installation.installation.call(fleet.ChangeGuestAccess, manager(installation), **request_)
    return manager(installation), request


def about_group(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Guests may do nothing yet; the request is about the example's group."""
    caller, request = with_guests_off(installation, request)
    return caller, request | {"actions": [row | {"group_ids": [installation.group_id]} for row in request["actions"]]}


def with_orders_allowed(caller: Caller) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        allow_guests(installation.installation, installation.customer, GuestAction.ORDER_SUPPLIES)
        return caller, request

    return bring_about


def with_pass(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    allow_guests(installation.installation, installation.customer, GuestAction.ORDER_SUPPLIES)
    tokens = passes(installation.installation, label=a_label(installation.installation, installation.machine_id))
    return VISITOR, {"token": tokens[GuestAction.ORDER_SUPPLIES]}


def with_label(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    a_label(installation.installation, installation.machine_id)
    ids = {"machine_id": installation.machine_id, "machine_ids": [installation.machine_id]}
    return manager(installation), {name: ids.get(name, value) for name, value in request.items()}


def without_label(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, request = with_label(installation, request)
    installation.installation.call(fleet.RevokeMachineLabels, STAFF, machine_ids=[installation.machine_id])
    return caller, request


SITUATIONS: dict[type[Operation], Situation] = {
    fleet.ChangeGuestAccess: about_group,
    fleet.FindGuestMachine: with_orders_allowed(Caller.service("identity")),
    fleet.GetGuestAccess: with_guests_off,
    fleet.GetMachineLabel: with_label,
    fleet.IssueMachineLabels: without_label,
    fleet.RevokeMachineLabels: with_label,
    fleet.StopGuestAccess: with_guests_off,
    identity.GetGuestPass: with_pass,
    identity.IssueGuestPasses: with_orders_allowed(VISITOR),
}


def _change_access(installation: ExampleInstallation) -> str:
    allow_guests(installation.installation, installation.customer, GuestAction.ASK_STATUS)
    with_guests_off(installation, {})
    return str(installation.customer.id)


def _change_labels(*operations: type[Operation]) -> Callable[[ExampleInstallation], str]:
    def trigger(installation: ExampleInstallation) -> str:
        for operation in operations:
            installation.installation.call(operation, manager(installation), machine_ids=[installation.machine_id])
        return str(installation.customer.id)

    return trigger


TRIGGERS: dict[type[Event], Callable[[ExampleInstallation], str]] = {
    fleet.GuestAccessChanged: _change_access,
    fleet.MachineLabelsIssued: _change_labels(fleet.RevokeMachineLabels, fleet.IssueMachineLabels),
    fleet.MachineLabelsRevoked: _change_labels(fleet.IssueMachineLabels, fleet.RevokeMachineLabels),
}
