"""Machines in the caller's scope. A machine out of scope is missing from lists and answered with 404."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import machines as schemas
from gateway.clients import query
from gateway.guards import api_login
from services.fleet.contracts import GetHiddenMachine, GetMachine, ListMachines

machines = Resource("Machines", __name__, "Machines in the caller's scope; for staff, machines of all customers.")


@machines.get("/machines")
@api_login
@machines.query(schemas.MachineQuery)
@machines.returns_page(ListMachines)
def list_machines(**filters: Any) -> Any:
    """List machines with their supplies."""
    return query(ListMachines, **filters).answer()


@machines.get("/machines/<uuid:machine_id>")
@api_login
@machines.returns(200, GetMachine)
def get_machine(machine_id: UUID) -> Any:
    """Get a machine with its supplies and counters."""
    return query(GetMachine, machine_id=machine_id).answer()


@machines.get("/machines/hidden")
@api_login
@machines.query(schemas.HiddenQuery)
@machines.returns(200, GetHiddenMachine)
def get_hidden_machine(number: str) -> Any:
    """Check whether a machine of the caller's customer is out of scope; `POST /access-requests` requests access.

    For a machine of another customer the response is the same as for one that does not exist.
    """
    return query(GetHiddenMachine, number=number).answer()
