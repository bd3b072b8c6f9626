"""Users of a customer, for its administrators and for staff."""

from typing import Any
from uuid import UUID

from flask import url_for

from gateway.api.resource import MADE, Resource
from gateway.api.schemas import users as shapes
from gateway.api.schemas.paging import OfCustomer
from gateway.clients import users as people
from gateway.guards import api_login
from services.identity.contracts import (
    ChangeRights,
    ChangeScope,
    DeactivateUser,
    GetUser,
    InviteUser,
    ListUsers,
    ReactivateUser,
    RemoveUser,
    ResendInvitation,
)

users = Resource(
    "Users",
    __name__,
    "Users of a customer. Needs the right `manage_users`; staff need `manage_customers`, and name the customer.",
)

USER = "/users/<uuid:user_id>"


@users.get("/users")
@api_login
@users.query(shapes.UserQuery)
@users.gives_page(shapes.UserPage, asks=[ListUsers], example=shapes.USERS)
def list_users(**asked: Any) -> Any:
    """Users by name."""
    return people.list_users(**asked).answer()


@users.post("/users")
@api_login
@users.query(OfCustomer)
@users.body(shapes.Invitation, example=shapes.INVITATION)
@users.gives(201, shapes.User, asks=[InviteUser], example=shapes.INVITED, headers=MADE)
def invite_user(key: str, **user: Any) -> Any:
    """Invite somebody, who gets a link by mail to set a password."""
    invited = people.invite_user(key, **user)
    return invited, {"Location": url_for(".get_user", user_id=invited["person_id"])}


@users.get(USER)
@api_login
@users.query(OfCustomer)
@users.gives(200, shapes.User, asks=[GetUser], example=shapes.USER)
def get_user(user_id: UUID, **of: Any) -> Any:
    """One user."""
    return people.get_user(str(user_id), **of).answer()


@users.delete(USER)
@api_login
@users.query(OfCustomer)
@users.gives(204, asks=[RemoveUser])
def remove_user(user_id: UUID, key: str, **of: Any) -> None:
    """Remove a user. What was ordered and asked for stays."""
    people.remove_user(key, str(user_id), **of)


@users.put(f"{USER}/rights")
@api_login
@users.query(OfCustomer)
@users.body(shapes.Rights, example=shapes.NEW_RIGHTS)
@users.gives(200, shapes.User, asks=[ChangeRights], example=shapes.WITH_NEW_RIGHTS)
def change_rights(user_id: UUID, key: str, **change: Any) -> Any:
    """A user's rights become exactly these."""
    return people.change_rights_of(key, str(user_id), **change)["rows"][0]


@users.put(f"{USER}/scope")
@api_login
@users.query(OfCustomer)
@users.body(shapes.Scope, example=shapes.NEW_SCOPE)
@users.gives(200, shapes.User, asks=[ChangeScope], example=shapes.USER)
def change_scope(user_id: UUID, key: str, **scope: Any) -> Any:
    """What a user sees becomes all machines, or exactly those of these groups and these single ones."""
    return people.change_scope(key, str(user_id), **scope)


@users.post(f"{USER}/deactivate")
@api_login
@users.query(OfCustomer)
@users.gives(200, shapes.User, asks=[DeactivateUser], example=shapes.DEACTIVATED)
def deactivate_user(user_id: UUID, key: str, **of: Any) -> Any:
    """Let a user in no more. Rights and scope are kept for later."""
    return people.deactivate_user(key, str(user_id), **of)


@users.post(f"{USER}/reactivate")
@api_login
@users.query(OfCustomer)
@users.gives(200, shapes.User, asks=[ReactivateUser], example=shapes.USER)
def reactivate_user(user_id: UUID, key: str, **of: Any) -> Any:
    """Let a deactivated user in again."""
    return people.reactivate_user(key, str(user_id), **of)


@users.post(f"{USER}/invite-again")
@api_login
@users.query(OfCustomer)
@users.gives(204, asks=[ResendInvitation])
def resend_invitation(user_id: UUID, key: str, **of: Any) -> None:
    """Send the link of an invitation once more; the earlier one is void."""
    people.resend_invitation(key, str(user_id), **of)
