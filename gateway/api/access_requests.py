"""Requests to see a machine: asked by who misses it, answered by who administers users."""

from typing import Any
from uuid import UUID

from gateway.api.resource import Resource
from gateway.api.schemas import access_requests as shapes
from gateway.api.schemas.registrations import Refusal, RequestQuery
from gateway.api.schemas.users import User
from gateway.clients import registrations as requests
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
    "Users who miss a machine of their customer ask to see it: each may. Reading and answering requests needs "
    "`manage_users`; staff need `handle_registrations`, and answer where the customer has no administrator.",
)

ONE = "/access-requests/<uuid:request_id>"


@access_requests.get("/access-requests")
@api_login
@access_requests.query(RequestQuery)
@access_requests.gives_page(shapes.AccessRequestPage, asks=[ListAccessRequests], example=shapes.REQUESTS)
def list_access_requests(**asked: Any) -> Any:
    """Requests that one may answer, the oldest first; those that are over, the newest first."""
    return requests.list_access_requests(**asked).answer()


@access_requests.post("/access-requests")
@api_login
@access_requests.body(shapes.NewAccessRequest, example=shapes.NEW_REQUEST)
@access_requests.gives(202, shapes.AskedAccess, asks=[RequestMachineAccess], example=shapes.ASKED)
def request_machine_access(key: str, number: str) -> Any:
    """Ask to see a machine of one's customer, by its exact number. The answer comes by mail."""
    return requests.ask_for_machine(key, number=number)


@access_requests.get(ONE)
@api_login
@access_requests.gives(200, shapes.AccessRequest, asks=[GetAccessRequest], example=shapes.REQUEST)
def get_access_request(request_id: UUID) -> Any:
    """One of them."""
    return requests.get_access_request(str(request_id)).answer()


@access_requests.post(f"{ONE}/grant")
@api_login
@access_requests.body(shapes.Grant, example=shapes.GRANT)
@access_requests.gives(200, User, asks=[GrantAccess], example=shapes.GRANTED)
def grant_access(request_id: UUID, key: str, **seen: Any) -> Any:
    """Who asked sees this machine from now on, or all machines of a group in which it is."""
    return requests.grant(key, str(request_id), **seen)


@access_requests.post(f"{ONE}/refuse")
@api_login
@access_requests.body(Refusal, example=shapes.REFUSAL)
@access_requests.gives(200, shapes.AccessRequest, asks=[RefuseAccess], example=shapes.NOT_GRANTED)
def refuse_access(request_id: UUID, key: str, reason: str) -> Any:
    """Who asked is told by mail why not."""
    return requests.refuse_access(key, str(request_id), reason=reason)
