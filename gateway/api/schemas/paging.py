"""Lists: by cursor, with a count that stops at a thousand."""

from gateway.api.schemas.fields import LEFT_OUT, Answer, Number
from services.chassis.contract import Flag, Id, One, Schema, Text, Whole

ONCE = "Idempotency-Key"


class OfCustomer(Schema):
    """`customer_id`: for the dealer's staff, who name the customer (else 404); others have one."""

    customer_id = Id(load_default=LEFT_OUT)


class Paged(Schema):
    """`after` is the `next` of the page before; `limit` is how many rows are wanted."""

    after = Text(max=400, load_default="")
    limit = Number(min=1, max=200, load_default=25)


class PageInfo(Answer):
    """`next` is the cursor of the next page, null on the last. `more_than_counted`: there are more than `count`."""

    next = Text(max=400, nullable=True, required=True)
    count = Whole(min=0)
    more_than_counted = Flag()


class Page(Answer):
    """A page of a list; subclasses add `rows`."""

    page = One(PageInfo)


class Once(Schema):
    """Whatever is sent again with the same key is done once, and gets the first answer again."""

    key = Text(max=100, load_default="", data_key=ONCE)


PAGE = {"next": None, "count": 1, "more_than_counted": False}
