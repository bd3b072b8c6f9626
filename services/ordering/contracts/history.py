"""Orders from before, taken over from an older portal (product.md section 10)."""

from services.chassis.contract import Choice, Command, Flag, Id, Kind, ListOf, Moment, One, Schema, Text
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import StaffRight
from services.ordering.contracts.orders import (
    EXAMPLE,
    EXAMPLE_ADDRESS,
    EXAMPLE_LINE,
    MOST_LINES,
    Delivery,
    OrderMovedOn,
    OrderStatus,
    SupplyDoesNotFit,
    WantedLine,
)


class RecordPastOrder(Command):
    """Take over an order from before: it happened at the given moments (`steps`, from `placed`), and nobody is told.

    `carrier` and `tracking_number` belong to the step `shipped`, with which all of it left.
    """

    allowed = {Kind.STAFF: StaffRight.HANDLE_ORDERS}
    errors = (MachineNotFound, SupplyDoesNotFit, OrderMovedOn)

    class Request(Delivery):
        class Step(Schema):
            status = Choice(OrderStatus)
            at = Moment()
            by_staff = Flag(load_default=True)
            note = Text(max=300, load_default="")

        orderer_id = Id(person=True)
        lines = ListOf(One(WantedLine), min=1, max=MOST_LINES)
        steps = ListOf(One(Step), min=1, max=20)
        carrier = Text(max=60, load_default="")
        tracking_number = Text(max=60, load_default="")

    class Response(Schema):
        reference_number = Text(max=20)

    example = (
        {
            "orderer_id": "01980000-0000-7000-8000-000000000002",
            "lines": [{"machine_id": EXAMPLE_LINE["machine"]["id"], "sku": "TN-328M", "quantity": 2}],
            "deliver_to": EXAMPLE_ADDRESS,
            "steps": [{"status": "placed", "at": "2026-03-03T08:12:00+00:00", "by_staff": False}],
        },
        {"reference_number": EXAMPLE["reference_number"]},
    )
