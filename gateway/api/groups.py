"""Groups of machines: made, named, filled, deleted; and the users who see machines through them."""

from typing import Any
from uuid import UUID

from flask import url_for

from gateway.api.resource import MADE, Resource
from gateway.api.schemas import groups as shapes
from gateway.api.schemas.paging import OfCustomer
from gateway.api.schemas.users import User
from gateway.clients import groups as kept
from gateway.clients import users as people
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
    "Groups of machines, by which a customer decides who sees what. Their machines are in `/machines?group_id=…`, "
    "their users in `/users?group_id=…`. Changing them needs `manage_machines` (staff: `manage_fleet`), and "
    "`manage_users` where users are put in or taken out (staff: `manage_customers`).",
)

GROUP = "/groups/<uuid:group_id>"


@groups.get("/groups")
@api_login
@groups.query(shapes.GroupQuery)
@groups.gives_page(shapes.GroupPage, asks=[ListGroups], example=shapes.GROUPS)
def list_groups(**asked: Any) -> Any:
    """Groups by name."""
    return kept.list_groups(**asked).answer()


@groups.post("/groups")
@api_login
@groups.query(OfCustomer)
@groups.body(shapes.NewGroup, example=shapes.NEW_GROUP)
@groups.gives(201, shapes.Group, asks=[CreateGroup], example=shapes.MADE, headers=MADE)
def create_group(key: str, **group: Any) -> Any:
    """Make a group. Only who sees all machines does."""
    made = kept.create_group(key, **group)
    return made, {"Location": url_for(".get_group", group_id=made["id"])}


@groups.get(GROUP)
@api_login
@groups.gives(200, shapes.Group, asks=[GetGroup], example=shapes.GROUP)
def get_group(group_id: UUID) -> Any:
    """One group."""
    return kept.get_group(str(group_id)).answer()


@groups.patch(GROUP)
@api_login
@groups.body(shapes.NewName, example=shapes.NAME)
@groups.gives(200, shapes.Group, asks=[RenameGroup], example=shapes.GROUP)
def rename_group(group_id: UUID, key: str, name: str) -> Any:
    """Give a group another name."""
    return kept.rename_group(key, str(group_id), name=name)


@groups.delete(GROUP)
@api_login
@groups.gives(204, asks=[DeleteGroup])
def delete_group(group_id: UUID, key: str) -> None:
    """Delete a group. Who saw its machines only through it no longer sees them."""
    kept.delete_group(key, str(group_id))


@groups.post(f"{GROUP}/machines")
@api_login
@groups.body(shapes.MachinesIn, example=shapes.MACHINES_IN)
@groups.gives(200, shapes.Group, asks=[AddMachinesToGroup], example=shapes.GROUP)
def add_machines(group_id: UUID, key: str, **machines: Any) -> Any:
    """Put machines into a group: these, and those of another group."""
    return kept.add_machines(key, str(group_id), **machines)


@groups.delete(f"{GROUP}/machines")
@api_login
@groups.query(shapes.MachinesOut)
@groups.gives(200, shapes.Group, asks=[RemoveMachinesFromGroup], example=shapes.WITHOUT_MACHINES)
def remove_machines(group_id: UUID, key: str, machine_ids: list[str]) -> Any:
    """Take machines out of a group."""
    return kept.remove_machines(key, str(group_id), machine_ids=machine_ids)


@groups.post(f"{GROUP}/users")
@api_login
@groups.query(OfCustomer)
@groups.body(shapes.UsersIn, example=shapes.USERS_IN)
@groups.gives(200, shapes.UsersOf, asks=[AddUsersToGroup], example=shapes.USERS_OF)
def add_users(group_id: UUID, key: str, **users: Any) -> Any:
    """Let users see the machines of a group as well."""
    return people.add_users_to_group(key, str(group_id), **users)


@groups.delete(f"{GROUP}/users/<uuid:user_id>")
@api_login
@groups.query(OfCustomer)
@groups.gives(200, User, asks=[RemoveUserFromGroup], example=shapes.WITHOUT_GROUP)
def remove_user_from_group(group_id: UUID, user_id: UUID, key: str, **of: Any) -> Any:
    """A user no longer sees machines through this group."""
    return people.remove_user_from_group(key, str(group_id), str(user_id), **of)
