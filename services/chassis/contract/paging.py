"""Paged lists: by cursor, with a count that stops at 1,000."""

from services.chassis.contract import fields
from services.chassis.contract.fields import Schema

MAX_ROWS = 200
"""Rows of a page."""
COUNT_LIMIT = 1000
"""Counting stops here; `count_capped` is true then ("1,000+")."""


CURSOR_LENGTH = 1000
"""Limit of a cursor: a sort key with a text of 120 characters, each of four bytes, in Base64 (tests/contracts)."""


class PageInfo(Schema):
    """`next` and `previous` are cursors for `after` and `before`; null at the ends of the list."""

    next = fields.String(max_length=CURSOR_LENGTH, allow_none=True, required=True)
    previous = fields.String(max_length=CURSOR_LENGTH, allow_none=True, required=True)
    count = fields.Integer(min=0)
    count_capped = fields.Boolean()


class Paged(Schema):
    """A request for one page of a list."""

    after = fields.String(max_length=CURSOR_LENGTH, load_default="")
    before = fields.String(max_length=CURSOR_LENGTH, load_default="")
    limit = fields.Integer(min=1, max=MAX_ROWS, load_default=25)


class Page(Schema):
    """A page of a list; subclasses add `rows`."""

    page = fields.Nested(PageInfo)


EXAMPLE_PAGE = {"next": None, "previous": None, "count": 1, "count_capped": False}
