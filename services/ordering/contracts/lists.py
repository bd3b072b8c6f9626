"""Lists of orders, and their downloads."""

from services.chassis.contract import Kind, Query, TooManyAttempts, fields
from services.chassis.contract.paging import EXAMPLE_PAGE, MAX_ROWS, Page, Paged
from services.chassis.contract.periods import EXAMPLE_PERIOD, Period, PeriodTooLong, WithinPeriod
from services.ordering.contracts.orders import EXAMPLE_ROW, OrderRow, OrderStatus

__all__ = ["ExportOrders", "ListOrders"]


class OrderFilters(WithinPeriod):
    """`text` matches a reference number or a part of it (three digits), a part of the customer's own reference, or the
    beginning of a machine's number. `open_only` omits finished orders; `to_ship` keeps only confirmed ones with
    something left to ship, `by_guests` only those that guests placed. The period is that in which an order was
    placed."""

    machine_id = fields.UUID(allow_none=True)
    customer_id = fields.UUID(allow_none=True)
    statuses = fields.List(fields.Enum(OrderStatus), max_length=20, load_default=list)
    open_only = fields.Boolean(load_default=False)
    to_ship = fields.Boolean(load_default=False)
    by_guests = fields.Boolean(load_default=False)
    text = fields.String(max_length=80, load_default="")


class OrderPage(Page):
    """`period`: the period of the list."""

    rows = fields.List(fields.Nested(OrderRow), max_length=MAX_ROWS)
    period = fields.Nested(Period)


_EXAMPLE_PAGE = {"rows": [EXAMPLE_ROW], "page": EXAMPLE_PAGE, "period": EXAMPLE_PERIOD}


class ListOrders(Query):
    """Orders with a line in the caller's scope, newest first. For staff, a list of open orders only is a queue: oldest
    first.

    A period of more days than MACHINEPARK_SERVICE_HISTORY_MAX_DAYS is refused. One day alone begins or ends a period of
    that length.
    """

    allowed = {Kind.USER: None, Kind.STAFF: None}
    errors = (PeriodTooLong,)

    class Request(Paged, OrderFilters):
        pass

    class Response(OrderPage):
        pass

    example = ({"open_only": True}, _EXAMPLE_PAGE)


class ExportOrders(Query):
    """The first page of an export of orders, in the order of the list; `ListOrders` returns the following ones."""

    allowed = ListOrders.allowed
    errors = (*ListOrders.errors, TooManyAttempts)

    class Request(OrderFilters):
        pass

    class Response(OrderPage):
        pass

    example = ({}, _EXAMPLE_PAGE)
