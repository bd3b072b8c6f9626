"""Supplies as a machine reports them (product.md section 3; Printer MIB, RFC 3805)."""

import enum

from services.chassis.contract import Choice, Schema, Text, Whole


class SupplyKind(enum.StrEnum):
    TONER = "toner"
    WASTE_TONER = "waste_toner"
    DRUM = "drum"
    DEVELOPER = "developer"
    FUSER = "fuser"
    TRANSFER = "transfer"
    STAPLES = "staples"
    OTHER = "other"


class SupplyColour(enum.StrEnum):
    BLACK = "black"
    CYAN = "cyan"
    MAGENTA = "magenta"
    YELLOW = "yellow"
    NONE = "none"


class LevelState(enum.StrEnum):
    """What is known of a level. Only `known` comes with a percentage."""

    KNOWN = "known"
    SOME_REMAINING = "some_remaining"
    UNKNOWN = "unknown"
    NOT_REPORTED = "not_reported"


class LevelDirection(enum.StrEnum):
    """`ambiguous`: a waste box, of which some devices report the room left and some the fill."""

    REMAINING = "remaining"
    AMBIGUOUS = "ambiguous"


class SupplyLevel(Schema):
    """One supply of a machine. `percent` is null unless `state` is `known`."""

    kind = Choice(SupplyKind)
    colour = Choice(SupplyColour)
    description = Text(max=255)
    part_number = Text(max=60)
    state = Choice(LevelState)
    percent = Whole(min=0, max=100, nullable=True, required=True)
    direction = Choice(LevelDirection)


EXAMPLE = {
    "kind": "toner",
    "colour": "magenta",
    "description": "Toner (Magenta)",
    "part_number": "TN-328M",
    "state": "known",
    "percent": 11,
    "direction": "remaining",
}
