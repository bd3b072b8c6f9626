"""Import of past orders from another portal. No events are sent."""

from services.chassis.contract import Command, Kind, Schema, fields
from services.fleet.contracts import MachineNotFound
from services.identity.contracts import StaffRight
from services.ordering.contracts.addresses import Address
from services.ordering.contracts.errors import InvalidOrderTransition, SupplyDoesNotFit
from services.ordering.contracts.orders import (
    EXAMPLE,
    EXAMPLE_ADDRESS,
    EXAMPLE_LINE,
    MAX_LINES,
    Delivery,
    OrderStatus,
    WantedLine,
)

__all__ = ["ImportOrder"]


class ImportOrder(Command):
    """Import a past order with the times of its `steps`, from `placed`. Sends no events.

    `carrier` and `tracking_number` belong to the step `shipped`, which ships all of it.
    """

    allowed = {Kind.STAFF: StaffRight.HANDLE_ORDERS}
    errors = (MachineNotFound, SupplyDoesNotFit, InvalidOrderTransition)

    class Request(Delivery):
        deliver_to = fields.Nested(Address)

        class Step(Schema):
            status = fields.Enum(OrderStatus)
            at = fields.AwareDateTime()
            by_staff = fields.Boolean(load_default=True)
            note = fields.String(max_length=300, load_default="")

        orderer_id = fields.UUID(person=True)
        lines = fields.List(fields.Nested(WantedLine), min_length=1, max_length=MAX_LINES)
        steps = fields.List(fields.Nested(Step), min_length=1, max_length=20)
        carrier = fields.String(max_length=60, load_default="")
        tracking_number = fields.String(max_length=60, load_default="")

    class Response(Schema):
        reference_number = fields.String(max_length=20)

    example = (
        {
            "orderer_id": "01980000-0000-7000-8000-000000000002",
            "lines": [{"machine_id": EXAMPLE_LINE["machine"]["id"], "sku": "TN-328M", "quantity": 2}],
            "deliver_to": EXAMPLE_ADDRESS,
            "steps": [{"status": "placed", "at": "2026-03-03T08:12:00+00:00", "by_staff": False}],
        },
        {"reference_number": EXAMPLE["reference_number"]},
    )
