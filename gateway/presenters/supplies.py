"""Supply levels as bars with a text. Only a `known` level has a percentage (docs/features.md#machines)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gateway.language import current, percent, t, t_or

COLOURS = ("black", "cyan", "magenta", "yellow", "none")
STATES = ("known", "some_remaining", "unknown", "not_reported")


@dataclass(frozen=True, slots=True)
class Bar:
    """A supply level. `fill` is the percentage left, or None for a hatched bar, which `explanation` explains.

    `detail` is the part number, else the device's description of the supply.
    """

    kind: str
    name: str
    detail: str
    colour: str
    fill: int | None
    amount: str
    explanation: str

    @property
    def key(self) -> str:
        """Identifies the bar among those of a machine."""
        return f"{self.name} {self.detail}"

    @property
    def text_alternative(self) -> str:
        """Text alternative (WCAG 2.2, 1.1.1)."""
        return f"{self.name}: {self.amount}"


def bar(level: dict[str, Any]) -> Bar:
    return Bar(
        kind=level["kind"],
        name=supply_name(level["kind"], level["colour"]),
        detail=level["part_number"] or level["description"],
        colour=level["colour"] if level["colour"] in COLOURS else "none",
        fill=level["percent"] if level["direction"] != "ambiguous" else None,
        amount=_amount(level),
        explanation=_explanation(level),
    )


def supply_name(kind: str, colour: str) -> str:
    """Black toner, Waste toner box; in Dutch: Toner zwart, Toneropvangbak."""
    return _supply_name(kind, colour, current())


@lru_cache(maxsize=256)
def _supply_name(kind: str, colour: str, _language: str) -> str:
    if colour == "none":
        return t_or(f"supply.{kind}", kind)
    return t_or(f"coloured_supply.{kind}", kind, colour=t_or(f"colour.{colour}", colour))


def toner_bars(levels: list[dict[str, Any]]) -> list[Bar]:
    """The toners only, black first, for a list row."""
    toners = [level for level in levels if level["kind"] == "toner"]
    return [bar(level) for level in sorted(toners, key=_colour_order)]


def all_bars(levels: list[dict[str, Any]]) -> list[Bar]:
    """Toners first, then the others, each by colour."""
    return [bar(level) for level in sorted(levels, key=lambda level: (level["kind"] != "toner", _colour_order(level)))]


def lowest(levels: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The level with the lowest known percentage left, or None."""
    known = [level for level in levels if level["state"] == "known" and level["direction"] == "remaining"]
    return min(known, key=lambda level: level["percent"], default=None)


def _colour_order(level: dict[str, Any]) -> int:
    return COLOURS.index(level["colour"]) if level["colour"] in COLOURS else len(COLOURS)


def _amount(level: dict[str, Any]) -> str:
    if level["state"] != "known":
        return t(f"amount.{_state(level)}")
    text = percent(level["percent"])
    return t("amount.reported", percent=text) if level["direction"] == "ambiguous" else text


def _explanation(level: dict[str, Any]) -> str:
    """Why there is no percentage, or why it is ambiguous; empty for a known level."""
    if level["direction"] == "ambiguous":
        return t(f"level.{_state(level)}.ambiguous")
    if level["state"] == "known":
        return ""
    return t(f"level.{_state(level)}.{'toner' if level['kind'] == 'toner' else 'other'}")


def _state(level: dict[str, Any]) -> str:
    return level["state"] if level["state"] in STATES else "unknown"
