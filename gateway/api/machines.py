"""Machines within one's scope. What is out of it is not in the list, and not found."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import machines as shapes
from gateway.clients import fleet
from gateway.guards import api_login
from services.fleet.contracts import GetHiddenMachine, GetMachine, ListMachines

machines = Resource("Machines", __name__, "Machines within one's scope; those of all customers for staff.")


@machines.get("/machines")
@api_login
@machines.query(shapes.MachineQuery)
@machines.gives_page(shapes.MachinePage, asks=[ListMachines], example=shapes.MACHINES)
def list_machines(**asked: Any) -> Any:
    """Machines, with their supplies."""
    return fleet.list_machines(**asked).answer()


@machines.get("/machines/<uuid:machine_id>")
@api_login
@machines.gives(200, shapes.MachineDetail, asks=[GetMachine], example=shapes.DETAIL)
def get_machine(machine_id: UUID) -> Any:
    """One machine, with its supplies and counters."""
    return fleet.get_machine(str(machine_id)).answer()


@machines.get("/machines/hidden")
@api_login
@machines.query(shapes.HiddenQuery)
@machines.gives(200, shapes.Hidden, asks=[GetHiddenMachine], example=shapes.HIDDEN)
def get_hidden_machine(number: str) -> Any:
    """Whether a machine of one's customer that one misses is only out of one's scope: `/access-requests` asks for it.

    Of another customer's machine the answer is as of one that does not exist.
    """
    return fleet.find_hidden(number).answer()
