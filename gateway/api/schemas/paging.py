"""Lists: paging by cursor; counting stops at 1,000."""

from gateway.api.schemas.derive import response_of
from gateway.api.schemas.fields import OMITTED, ResponseSchema
from services.chassis.contract import Schema, fields, paging

ONCE = "Idempotency-Key"


class OfCustomer(Schema):
    """`customer_id`: the customer, required for staff (else 404); for users it is their own customer."""

    customer_id = fields.UUID(load_default=OMITTED)


@response_of(paging.PageInfo, hide=("previous",))
class PageInfo(ResponseSchema):
    """`next`: cursor of the next page, null on the last. `count_capped`: there are more rows than `count`."""


class Once(Schema):
    """A repeated request with the same key is executed once and gets the first response again."""

    key = fields.String(max_length=100, load_default="", data_key=ONCE)
