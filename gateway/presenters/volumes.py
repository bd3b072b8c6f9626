"""Pages per month as an SVG bar chart, rendered by the server. The page shows the same numbers in a table.

Horizontal positions are in percent, so that the chart fills the width; vertical ones in pixels, so that texts keep
their size.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.language import month, number, t

HEIGHT, ABOVE = 200, 12
"""Height of the plot and of the space above it for the topmost number, in pixels."""
LINES = 4
STEPS = (10, 15, 20, 25, 30, 40, 50, 75)
"""Distances between two grid lines, in tenths of a power of ten."""
BAR_PART = 0.62
"""Width of a bar as a fraction of its month's width."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A row of `list_monthly_volumes`."""

    row: dict[str, Any]

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.row["month"])

    @property
    def name(self) -> str:
        return month(self.day)

    @property
    def in_two(self) -> bool:
        """Whether mono and colour are counted separately."""
        return self.row["mono"] is not None and bool(self.row["colour"])


class Rect(NamedTuple):
    ink: str
    x: float
    y: float
    width: float
    height: float


class Mark(NamedTuple):
    """A label of an axis. `at` is in percent (months) or pixels (lines). `second` marks every second one, hidden on
    small screens."""

    text: str
    at: float
    second: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars: mono below, colour above; one bar if they are not counted separately."""

    volumes: list[Volume]

    @property
    def height(self) -> int:
        return HEIGHT + ABOVE

    @property
    def bottom(self) -> int:
        """The baseline of the month labels, in pixels."""
        return HEIGHT + ABOVE + 20

    @property
    def top(self) -> int:
        """The number at the topmost line: a round one, at least the highest volume."""
        most = max((volume.row["total"] for volume in self.volumes), default=0)
        size = 1
        while True:
            for tenths in STEPS:
                if tenths * size % 10 == 0 and tenths * size // 10 * LINES >= most:
                    return tenths * size // 10 * LINES
            size *= 10

    @property
    def lines(self) -> list[Mark]:
        steps = range(LINES + 1)
        return [Mark(number(self.top * step // LINES), self._down(self.top * step / LINES), False) for step in steps]

    @property
    def months(self) -> list[Mark]:
        width = self._month_width
        return [
            Mark(month(volume.day, short=True), width * (i + 0.5), bool((len(self.volumes) - i) % 2 == 0))
            for i, volume in enumerate(self.volumes)
        ]

    @property
    def bars(self) -> list[Rect]:
        return [rect for i, volume in enumerate(self.volumes) for rect in self._bar(i, volume)]

    @property
    def in_two(self) -> bool:
        return any(volume.in_two for volume in self.volumes)

    @property
    def summary(self) -> str:
        """Text alternative (WCAG 2.2, 1.1.1)."""
        most = max(self.volumes, key=lambda volume: volume.row["total"])
        names = {"first": self.volumes[0].name, "last": self.volumes[-1].name, "busiest": most.name}
        return t("volume.summary", pages=most.row["total"], **names)

    @property
    def _month_width(self) -> float:
        return 100 / len(self.volumes)

    def _bar(self, i: int, volume: Volume) -> list[Rect]:
        width = self._month_width * BAR_PART
        x = round(self._month_width * i + (self._month_width - width) / 2, 3)
        part = "" if volume.row["complete"] else " part"
        parts = [("all", volume.row["total"])]
        if volume.in_two:
            colour = min(volume.row["colour"], volume.row["total"])
            parts = [("mono", volume.row["total"] - colour), ("colour", colour)]
        rects, below = [], 0
        for ink, pages in parts:
            y, foot = self._down(below + pages), self._down(below)
            rects.append(Rect(f"pages-{ink}{part}", x, y, round(width, 3), round(foot - y, 1)))
            below += pages
        return rects

    def _down(self, pages: float) -> float:
        return round(ABOVE + HEIGHT * (1 - pages / self.top), 1)
