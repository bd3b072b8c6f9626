"""How lists travel: by cursor, with a count that stops at a thousand."""

from services.chassis.contract.fields import Flag, One, Schema, Text, Whole

COUNT_LIMIT = 1000
"""Counts stop here; `more_than_counted` then says "1,000+"."""


class PageInfo(Schema):
    """`next` and `previous` are cursors for `after` and `before`; null at the ends."""

    next = Text(max=400, nullable=True, required=True)
    previous = Text(max=400, nullable=True, required=True)
    count = Whole(min=0)
    more_than_counted = Flag()


class Paged(Schema):
    """A request for one page of a list."""

    after = Text(max=400, load_default="")
    before = Text(max=400, load_default="")
    limit = Whole(min=1, max=200, load_default=25)


class Page(Schema):
    """A page of a list; subclasses add `rows`."""

    page = One(PageInfo)


EXAMPLE_PAGE = {"next": None, "previous": None, "count": 1, "more_than_counted": False}
