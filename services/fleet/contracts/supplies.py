"""Supplies as a machine reports them (Printer MIB, RFC 3805; docs/features.md#machines)."""

import enum

from services.chassis.contract import Schema, fields

__all__ = ["LevelDirection", "LevelState", "SupplyColour", "SupplyKind"]


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
    """Knowledge of a level. Only `known` has a percentage."""

    KNOWN = "known"
    SOME_REMAINING = "some_remaining"
    UNKNOWN = "unknown"
    NOT_REPORTED = "not_reported"


class LevelDirection(enum.StrEnum):
    """`ambiguous`: a waste box, for which some devices report the room left and others the fill."""

    REMAINING = "remaining"
    AMBIGUOUS = "ambiguous"


class SupplyLevel(Schema):
    """One supply of a machine. `percent` is null unless `state` is `known`."""

    kind = fields.Enum(SupplyKind)
    colour = fields.Enum(SupplyColour)
    description = fields.String(max_length=255)
    part_number = fields.String(max_length=60)
    state = fields.Enum(LevelState)
    percent = fields.Integer(min=0, max=100, allow_none=True, required=True)
    direction = fields.Enum(LevelDirection)


EXAMPLE = {
    "kind": "toner",
    "colour": "magenta",
    "description": "Toner (Magenta)",
    "part_number": "TN-328M",
    "state": "known",
    "percent": 11,
    "direction": "remaining",
}
