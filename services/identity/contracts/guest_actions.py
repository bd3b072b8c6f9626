"""What guests, who have no account, may do at one machine (docs/features.md#guests)."""

import enum

from services.chassis.contract import Schema, fields
from services.identity.contracts.rights import Right

__all__ = ["GuestAction"]


class GuestAction(enum.StrEnum):
    ORDER_SUPPLIES = "order_supplies"
    REQUEST_SERVICE = "request_service"
    ASK_STATUS = "ask_status"


PASS_RIGHTS = {GuestAction.ORDER_SUPPLIES: Right.ORDER_SUPPLIES, GuestAction.REQUEST_SERVICE: Right.REQUEST_SERVICE}
"""The right that a pass for the action gives. Other actions need no pass."""


class GuestPlace(Schema):
    """Where a machine stands, as somebody who stands before it needs it: without street and postcode."""

    site = fields.String(max_length=80)
    building = fields.String(max_length=60)
    floor = fields.String(max_length=30)
    room = fields.String(max_length=60)
    city = fields.String(max_length=80)


class GuestMachine(Schema):
    """All that a guest sees of a machine."""

    equipment_number = fields.String(max_length=20)
    manufacturer = fields.String(max_length=60)
    model = fields.String(max_length=80)
    place = fields.Nested(GuestPlace)


class GuestStatusMachine(Schema):
    """The machine of an order or service request as its guest sees it, with its names at that time."""

    equipment_number = fields.String(max_length=20)
    manufacturer = fields.String(max_length=60)
    model_name = fields.String(max_length=80)
    site = fields.String(max_length=80)
    city = fields.String(max_length=80)


EXAMPLE_MACHINE = {
    "equipment_number": "10042",
    "manufacturer": "Konica Minolta",
    "model": "bizhub C250i",
    "place": {"site": "Hoofdkantoor", "building": "", "floor": "2", "room": "", "city": "Amsterdam"},
}
EXAMPLE_STATUS_MACHINE = {
    "equipment_number": "10042",
    "manufacturer": "Konica Minolta",
    "model_name": "bizhub C250i",
    "site": "Hoofdkantoor",
    "city": "Amsterdam",
}
