"""Lists: by cursor, with a count that stops at a thousand."""

from gateway.api.schemas.fields import OMITTED, QueryInteger, ResponseSchema
from services.chassis.contract import Schema, fields

ONCE = "Idempotency-Key"


class OfCustomer(Schema):
    """`customer_id`: for the dealer's staff, who name the customer (else 404); others have one."""

    customer_id = fields.UUID(load_default=OMITTED)


class Paged(Schema):
    """`after` is the `next` of the page before; `limit` is how many rows are wanted."""

    after = fields.String(max_length=400, load_default="")
    limit = QueryInteger(min=1, max=200, load_default=25)


class PageInfo(ResponseSchema):
    """`next` is the cursor of the next page, null on the last. `count_capped`: there are more than `count`."""

    next = fields.String(max_length=400, allow_none=True, required=True)
    count = fields.Integer(min=0)
    count_capped = fields.Boolean()


class Page(ResponseSchema):
    """A page of a list; subclasses add `rows`."""

    page = fields.Nested(PageInfo)


class Once(Schema):
    """Whatever is sent again with the same key is done once, and gets the first answer again."""

    key = fields.String(max_length=100, load_default="", data_key=ONCE)


PAGE = {"next": None, "count": 1, "count_capped": False}
