"""The audit log."""

from gateway.api.schemas.derive import query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.identity.contracts import ListAudit
from services.identity.contracts.audit import AuditRow


@response_of(AuditRow)
class Entry(ResponseSchema):
    """An entry of the audit log. `customer_name` is empty for actions on the dealer's staff.

    `details` depends on the action: `added` and `removed` rights; `rights` of an approved user; scope as
    `all_machines`, `groups` (names) and `machines` (number); `policy` and `domains` of self-registration; `machine` of
    an access request; new `name`, `status` and `address` of a customer.
    """


@query_of(ListAudit, hide=("before",), rename={"person_id": "user_id"})
class AuditQuery(Schema):
    """`user_id`: only entries about this user. `action`: only entries of this kind."""


@response_of(ListAudit)
class AuditPage(ResponseSchema): ...
