"""Lists: paging by cursor; counting stops at 1,000."""

from gateway.api.schemas.fields import OMITTED, QueryInteger, ResponseSchema
from services.chassis.contract import Schema, fields

ONCE = "Idempotency-Key"


class OfCustomer(Schema):
    """`customer_id`: the customer, required for staff (else 404); for users it is their own customer."""

    customer_id = fields.UUID(load_default=OMITTED)


class Paged(Schema):
    """`after`: the `next` of the previous page. `limit`: number of rows per page."""

    after = fields.String(max_length=400, load_default="")
    limit = QueryInteger(min=1, max=200, load_default=25)


class PageInfo(ResponseSchema):
    """`next`: cursor of the next page, null on the last. `count_capped`: there are more rows than `count`."""

    next = fields.String(max_length=400, allow_none=True, required=True)
    count = fields.Integer(min=0)
    count_capped = fields.Boolean()


class Page(ResponseSchema):
    """A page of a list; subclasses add `rows`."""

    page = fields.Nested(PageInfo)


class Once(Schema):
    """A repeated request with the same key is executed once and gets the first response again."""

    key = fields.String(max_length=100, load_default="", data_key=ONCE)


PAGE = {"next": None, "count": 1, "count_capped": False}
