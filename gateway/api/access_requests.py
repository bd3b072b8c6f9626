"""Access requests: users request access to a machine, user administrators or staff answer."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import access_requests as schemas
from gateway.api.schemas.registrations import Refusal
from gateway.clients import command, query
from gateway.guards import api_login
from services.identity.contracts import (
    GetAccessRequest,
    GrantAccess,
    ListAccessRequests,
    RefuseAccess,
    RequestMachineAccess,
)

access_requests = Resource(
    "Access requests",
    __name__,
    "Requests of users for access to a machine of their customer; every user may create one. Reading and answering "
    "needs `manage_users`; staff need `handle_registrations` and answer if the customer has no user administrator.",
)

ONE = "/access-requests/<uuid:request_id>"


@access_requests.get("/access-requests")
@api_login
@access_requests.query(schemas.AccessRequestQuery)
@access_requests.returns_page(ListAccessRequests)
def list_access_requests(**filters: Any) -> Any:
    """List the requests that the caller may answer: open ones oldest first, or closed ones newest first."""
    return query(ListAccessRequests, **filters).answer()


@access_requests.post("/access-requests")
@api_login
@access_requests.body(schemas.NewAccessRequest)
@access_requests.returns(202, RequestMachineAccess)
def request_machine_access(key: str, number: str) -> Any:
    """Request access to a machine of the caller's customer by its exact number. The answer is sent by mail."""
    return command(RequestMachineAccess, key=key, number=number)


@access_requests.get(ONE)
@api_login
@access_requests.returns(200, GetAccessRequest)
def get_access_request(request_id: UUID) -> Any:
    """Get an access request."""
    return query(GetAccessRequest, request_id=request_id).answer()


@access_requests.post(f"{ONE}/grant")
@api_login
@access_requests.body(schemas.Grant)
@access_requests.returns(200, GrantAccess)
def grant_access(request_id: UUID, key: str, **scope: Any) -> Any:
    """Add the machine, or a group that contains it, to the scope of the user who requested access."""
    return command(GrantAccess, key=key, request_id=request_id, **scope)


@access_requests.post(f"{ONE}/refuse")
@api_login
@access_requests.body(Refusal)
@access_requests.returns(200, RefuseAccess)
def refuse_access(request_id: UUID, key: str, reason: str) -> Any:
    """Refuse the request. The user receives the reason by mail."""
    return command(RefuseAccess, key=key, request_id=request_id, reason=reason)
