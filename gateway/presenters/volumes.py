"""Pages per month as a bar chart, drawn by the server: a picture for the eye; its numbers stand in a table beside it.

Across, all is in percent, so that the chart is as wide as the screen allows; upwards in pixels, so that texts keep
their size.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.language import month, number, t

HEIGHT, ABOVE = 200, 12
"""Of the plot, in pixels, with room above it for the topmost number."""
LINES = 4
STEPS = (10, 15, 20, 25, 30, 40, 50, 75)
"""Between two lines lie such round numbers, in tenths of a power of ten."""
BAR_PART = 0.62
"""How much of a month's room its bar takes."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A month as fleet tells it."""

    row: dict[str, Any]

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.row["month"])

    @property
    def name(self) -> str:
        return month(self.day)

    @property
    def in_two(self) -> bool:
        """Whether mono and colour are told apart."""
        return self.row["mono"] is not None and bool(self.row["colour"])


class Rect(NamedTuple):
    ink: str
    x: float
    y: float
    width: float
    height: float


class Mark(NamedTuple):
    """A text on an axis, at so much percent across or pixels down. Every second one is left out on small screens."""

    text: str
    at: float
    second: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars: mono below, colour on it; in one piece where they are not told apart."""

    volumes: list[Volume]

    @property
    def height(self) -> int:
        return HEIGHT + ABOVE

    @property
    def bottom(self) -> int:
        """Where the texts below the bars have their line."""
        return HEIGHT + ABOVE + 20

    @property
    def top(self) -> int:
        """The number at the topmost line: a round one that no month goes above."""
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
        room = self._room
        return [
            Mark(month(volume.day, short=True), room * (i + 0.5), bool((len(self.volumes) - i) % 2 == 0))
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
        """What there is to see, for those who do not."""
        most = max(self.volumes, key=lambda volume: volume.row["total"])
        names = {"first": self.volumes[0].name, "last": self.volumes[-1].name, "busiest": most.name}
        return t("volume.summary", pages=most.row["total"], **names)

    @property
    def _room(self) -> float:
        return 100 / len(self.volumes)

    def _bar(self, i: int, volume: Volume) -> list[Rect]:
        width = self._room * BAR_PART
        x = round(self._room * i + (self._room - width) / 2, 3)
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
