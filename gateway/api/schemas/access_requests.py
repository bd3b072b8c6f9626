"""Requests of users for access to a machine out of their scope."""

from gateway.api.schemas.derive import body_of, query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.identity.contracts import GetAccessRequest, GrantAccess, ListAccessRequests, RequestMachineAccess


@response_of(GetAccessRequest, rename={"person_id": "user_id"})
class AccessRequest(ResponseSchema):
    """A request for access to a machine, with the machine's data at the time of the request.

    `answered_at` is null and `answered_by` and `reason` are empty until it is answered.
    """


@query_of(ListAccessRequests, hide=("before",))
class AccessRequestQuery(Schema):
    """`answered`: answered requests instead of open ones."""


@response_of(ListAccessRequests)
class AccessRequestPage(ResponseSchema): ...


@body_of(RequestMachineAccess)
class NewAccessRequest(Schema):
    """`number`: the exact equipment or serial number of the machine."""


@response_of(RequestMachineAccess)
class OwnAccessRequest(ResponseSchema):
    """The created request, or the one that is still open. It contains no data of the machine, which is out of scope."""


@body_of(GrantAccess, hide=("request_id",))
class Grant(Schema):
    """`group_id`: a group that contains the machine, to grant access to all its machines; else only to this one."""
