"""Groups of machines, and the users whose scope contains a group."""

from typing import Any
from uuid import UUID

from flask import url_for

from gateway.api.resource import MADE, Resource
from gateway.api.schemas import groups as schemas
from gateway.api.schemas.paging import OfCustomer
from gateway.clients import command, query
from gateway.guards import api_login
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    GetGroup,
    ListGroups,
    RemoveMachinesFromGroup,
    RenameGroup,
)
from services.identity.contracts import AddUsersToGroup, RemoveUserFromGroup

groups = Resource(
    "Groups",
    __name__,
    "Groups of machines, which define what users see. `/machines?group_id=…` lists the machines of a group, "
    "`/users?group_id=…` its users. Changing groups needs `manage_machines` (staff: `manage_fleet`), adding and "
    "removing users needs `manage_users` (staff: `manage_customers`).",
)

GROUP = "/groups/<uuid:group_id>"


@groups.get("/groups")
@api_login
@groups.query(schemas.GroupQuery)
@groups.returns_page(ListGroups)
def list_groups(**filters: Any) -> Any:
    """List groups by name."""
    return query(ListGroups, **filters).answer()


@groups.post("/groups")
@api_login
@groups.query(OfCustomer)
@groups.body(schemas.NewGroup)
@groups.returns(201, CreateGroup, headers=MADE)
def create_group(key: str, **group: Any) -> Any:
    """Create a group. Only users who see all machines may."""
    created = command(CreateGroup, key=key, **group)
    return created, {"Location": url_for(".get_group", group_id=created["id"])}


@groups.get(GROUP)
@api_login
@groups.returns(200, GetGroup)
def get_group(group_id: UUID) -> Any:
    """Get a group."""
    return query(GetGroup, group_id=group_id).answer()


@groups.patch(GROUP)
@api_login
@groups.body(schemas.NewName)
@groups.returns(200, RenameGroup)
def rename_group(group_id: UUID, key: str, name: str) -> Any:
    """Rename a group. Only users who see all machines may."""
    return command(RenameGroup, key=key, group_id=group_id, name=name)


@groups.delete(GROUP)
@api_login
@groups.returns(204, DeleteGroup)
def delete_group(group_id: UUID, key: str) -> None:
    """Delete a group and remove it from the scope of all users."""
    command(DeleteGroup, key=key, group_id=group_id)


@groups.post(f"{GROUP}/machines")
@api_login
@groups.body(schemas.MachinesIn)
@groups.returns(200, AddMachinesToGroup)
def add_machines(group_id: UUID, key: str, **machines: Any) -> Any:
    """Add machines to a group: the given ones and all machines of another group."""
    return command(AddMachinesToGroup, key=key, group_id=group_id, **machines)


@groups.delete(f"{GROUP}/machines")
@api_login
@groups.query(schemas.MachinesOut)
@groups.returns(200, RemoveMachinesFromGroup)
def remove_machines(group_id: UUID, key: str, machine_ids: list[str]) -> Any:
    """Remove machines from a group."""
    return command(RemoveMachinesFromGroup, key=key, group_id=group_id, machine_ids=machine_ids)


@groups.post(f"{GROUP}/users")
@api_login
@groups.query(OfCustomer)
@groups.body(schemas.UsersIn)
@groups.returns(200, AddUsersToGroup)
def add_users(group_id: UUID, key: str, **users: Any) -> Any:
    """Add a group to the scope of users."""
    return command(AddUsersToGroup, key=key, group_id=group_id, **users)


@groups.delete(f"{GROUP}/users/<uuid:user_id>")
@api_login
@groups.query(OfCustomer)
@groups.returns(200, RemoveUserFromGroup)
def remove_user_from_group(group_id: UUID, user_id: UUID, key: str, **customer: Any) -> Any:
    """Remove a group from the scope of a user."""
    return command(RemoveUserFromGroup, key=key, group_id=group_id, person_id=user_id, **customer)
