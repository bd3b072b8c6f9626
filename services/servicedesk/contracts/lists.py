"""Lists of service requests, and their downloads."""

from services.chassis.contract import Kind, Query, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, MAX_ROWS, Page, Paged
from services.chassis.contract.periods import EXAMPLE_PERIOD, Period, PeriodTooLong, WithinPeriod
from services.servicedesk.contracts.requests import EXAMPLE_ROW, RequestRow, RequestStatus

__all__ = ["ExportServiceRequests", "ListServiceRequests"]


class RequestFilters(WithinPeriod):
    """`text` matches a reference number or a part of it (three digits), the beginning of a machine's number, and a part
    of its own reference or of the description. `open_only` omits finished requests; `needs_answer` keeps those in which
    the customer wrote last, `by_guests` those that guests filed or have seen too. The period is that in which a
    request was received."""

    machine_id = fields.UUID(allow_none=True)
    customer_id = fields.UUID(allow_none=True)
    statuses = fields.List(fields.Enum(RequestStatus), max_length=20, load_default=list)
    open_only = fields.Boolean(load_default=False)
    needs_answer = fields.Boolean(load_default=False)
    by_guests = fields.Boolean(load_default=False)
    text = fields.String(max_length=80, load_default="")


class RequestPage(Page):
    """`is_queue`: whether the list is a queue, or newest first. `period`: the period of the list."""

    rows = fields.List(fields.Nested(RequestRow), max_length=MAX_ROWS)
    is_queue = fields.Boolean()
    period = fields.Nested(Period)


_EXAMPLE_PAGE = {"rows": [EXAMPLE_ROW], "page": EXAMPLE_PAGE, "is_queue": False, "period": EXAMPLE_PERIOD}


class ListServiceRequests(Query):
    """Service requests in the caller's scope, newest first. For staff, a list of open requests only is a queue: by
    urgency, then oldest first; resolved ones last. `is_queue` says which order it is.

    A period of more days than MACHINEPARK_SERVICE_HISTORY_MAX_DAYS is refused. One day alone begins or ends a period of
    that length.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (PeriodTooLong,)

    class Request(Paged, RequestFilters):
        pass

    class Response(RequestPage):
        pass

    example = ({"open_only": True}, _EXAMPLE_PAGE)


class ExportServiceRequests(Query):
    """The first page of an export of service requests, in the order of the list; `ListServiceRequests` returns the
    following ones."""

    allowed = ListServiceRequests.allowed
    errors = (*ListServiceRequests.errors, TooManyAttempts)

    class Request(RequestFilters):
        pass

    class Response(RequestPage):
        pass

    example = ({}, _EXAMPLE_PAGE)
