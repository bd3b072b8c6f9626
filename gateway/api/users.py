"""Users of a customer, for its user administrators and for staff."""

from typing import Any
from uuid import UUID

from flask import url_for

from gateway.api.resource import MADE, Resource
from gateway.api.schemas import users as schemas
from gateway.api.schemas.paging import OfCustomer
from gateway.clients import command, query
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
    "Users of a customer. Needs `manage_users`; staff need `manage_customers` and give the customer.",
)

USER = "/users/<uuid:user_id>"


@users.get("/users")
@api_login
@users.query(schemas.UserQuery)
@users.returns_page(ListUsers)
def list_users(**filters: Any) -> Any:
    """List users by name."""
    return query(ListUsers, **filters).answer()


@users.post("/users")
@api_login
@users.query(OfCustomer)
@users.body(schemas.Invitation)
@users.returns(201, InviteUser, headers=MADE)
def invite_user(key: str, **user: Any) -> Any:
    """Invite a person, who receives a link by mail: to set a password, or to accept with an existing account."""
    invited = command(InviteUser, key=key, **user)
    return invited, {"Location": url_for(".get_user", user_id=invited["person_id"])}


@users.get(USER)
@api_login
@users.query(OfCustomer)
@users.returns(200, GetUser)
def get_user(user_id: UUID, **customer: Any) -> Any:
    """Get a user."""
    return query(GetUser, person_id=user_id, **customer).answer()


@users.delete(USER)
@api_login
@users.query(OfCustomer)
@users.returns(204, RemoveUser)
def remove_user(user_id: UUID, key: str, **customer: Any) -> None:
    """Remove a user. The user's orders and service requests stay."""
    command(RemoveUser, key=key, person_id=user_id, **customer)


@users.put(f"{USER}/rights")
@api_login
@users.query(OfCustomer)
@users.body(schemas.Rights, example=ChangeRights.example[0]["users"][0])
@users.returns(200, ChangeRights, schemas.User, example=ChangeRights.example[1]["rows"][0])
def change_rights(user_id: UUID, key: str, **change: Any) -> Any:
    """Replace the rights of a user."""
    rights = {"person_id": user_id, "rights": change.pop("rights")}
    return command(ChangeRights, key=key, users=[rights], **change)["rows"][0]


@users.put(f"{USER}/scope")
@api_login
@users.query(OfCustomer)
@users.body(schemas.Scope)
@users.returns(200, ChangeScope)
def change_scope(user_id: UUID, key: str, **scope: Any) -> Any:
    """Replace the machine scope of a user."""
    return command(ChangeScope, key=key, person_id=user_id, **scope)


@users.post(f"{USER}/deactivate")
@api_login
@users.query(OfCustomer)
@users.returns(200, DeactivateUser)
def deactivate_user(user_id: UUID, key: str, **customer: Any) -> Any:
    """Deactivate a user, who can no longer use the portal. Rights and scope are kept."""
    return command(DeactivateUser, key=key, person_id=user_id, **customer)


@users.post(f"{USER}/reactivate")
@api_login
@users.query(OfCustomer)
@users.returns(200, ReactivateUser)
def reactivate_user(user_id: UUID, key: str, **customer: Any) -> Any:
    """Reactivate a deactivated user."""
    return command(ReactivateUser, key=key, person_id=user_id, **customer)


@users.post(f"{USER}/invite-again")
@api_login
@users.query(OfCustomer)
@users.returns(204, ResendInvitation)
def resend_invitation(user_id: UUID, key: str, **customer: Any) -> None:
    """Resend the link of an invitation. The earlier link becomes invalid."""
    command(ResendInvitation, key=key, person_id=user_id, **customer)
