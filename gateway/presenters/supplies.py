"""Supply levels as bars with a text. Only a `known` level has a percentage (docs/features.md#machines)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gateway.language import current, percent, t, t_or

COLOURS = ("black", "cyan", "magenta", "yellow", "none")
STATES = ("known", "some_remaining", "unknown", "not_reported")


@dataclass(frozen=True, slots=True)
class Bar:
    """`fill` is null where it is not known what is left: the bar is then hatched, and `words` say why.

    `detail` is the part's number, or else what the machine itself calls it.
    """

    kind: str
    name: str
    detail: str
    colour: str
    fill: int | None
    amount: str
    words: str

    @property
    def place(self) -> str:
        """What makes it this bar of a machine."""
        return f"{self.name} {self.detail}"

    @property
    def in_words(self) -> str:
        """For those who do not see the bar."""
        return f"{self.name}: {self.amount}"


def bar(level: dict[str, Any]) -> Bar:
    return Bar(
        kind=level["kind"],
        name=supply_name(level["kind"], level["colour"]),
        detail=level["part_number"] or level["description"],
        colour=level["colour"] if level["colour"] in COLOURS else "none",
        fill=level["percent"] if level["direction"] != "ambiguous" else None,
        amount=_amount(level),
        words=_words(level),
    )


def supply_name(kind: str, colour: str) -> str:
    """Toner zwart; Tonerafvalbak. A colour is only named where there is one."""
    return _supply_name(kind, colour, current())


@lru_cache(maxsize=256)
def _supply_name(kind: str, colour: str, _language: str) -> str:
    named = t_or(f"supply.{kind}", kind)
    return named if colour == "none" else t("supply.coloured", supply=named, colour=t_or(f"colour.{colour}", colour))


def toner_bars(levels: list[dict[str, Any]]) -> list[Bar]:
    """The toners only, black first: what fits in a row of a list."""
    toners = [level for level in levels if level["kind"] == "toner"]
    return [bar(level) for level in sorted(toners, key=_place)]


def all_bars(levels: list[dict[str, Any]]) -> list[Bar]:
    """Toners first, then what else there is, as the machine reports it."""
    return [bar(level) for level in sorted(levels, key=lambda level: (level["kind"] != "toner", _place(level)))]


def lowest(levels: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The supply of which the least is left; None where that is known of none."""
    known = [level for level in levels if level["state"] == "known" and level["direction"] == "remaining"]
    return min(known, key=lambda level: level["percent"], default=None)


def lowest_toner_percent(levels: list[dict[str, Any]]) -> int:
    """For sorting: 101 where no toner's level is known."""
    level = lowest([level for level in levels if level["kind"] == "toner"])
    return level["percent"] if level else 101


def _place(level: dict[str, Any]) -> int:
    return COLOURS.index(level["colour"]) if level["colour"] in COLOURS else len(COLOURS)


def _amount(level: dict[str, Any]) -> str:
    if level["state"] != "known":
        return t(f"amount.{_state(level)}")
    told = percent(level["percent"])
    return t("amount.told", percent=told) if level["direction"] == "ambiguous" else told


def _words(level: dict[str, Any]) -> str:
    """Why there is no percentage, or what it may mean; nothing where it speaks for itself."""
    if level["direction"] == "ambiguous":
        return t(f"level.{_state(level)}.ambiguous")
    if level["state"] == "known":
        return ""
    return t(f"level.{_state(level)}.{'toner' if level['kind'] == 'toner' else 'other'}")


def _state(level: dict[str, Any]) -> str:
    return level["state"] if level["state"] in STATES else "unknown"
