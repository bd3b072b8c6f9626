"""Sheets of labels as they are sold, and where each label is on them. All lengths in millimetres."""

from typing import NamedTuple

A4 = (210.0, 297.0)


class Sheet(NamedTuple):
    """`left` and `top` are the margins of the sheet, `across` and `down` the distances between the beginnings of
    labels. `padding` keeps text off the edges of a label, and off those of the paper, where printers do not print."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    across: float = 0
    down: float = 0
    padding: float = 3
    page: tuple[float, float] = A4

    @property
    def labels(self) -> int:
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The distances of the upper left corner from those of the paper; `place` counts from 0, row by row."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down


DEFAULT = "3x8"
SHEETS = {
    DEFAULT: Sheet(3, 8, 70, 37, top=0.5, across=70, down=37, padding=5),
    "3x7": Sheet(3, 7, 63.5, 38.1, left=7.2, top=15.15, across=66.04, down=38.1),
    "2x7": Sheet(2, 7, 99.1, 38.1, left=4.65, top=15.15, across=101.6, down=38.1, padding=4),
    "roll": Sheet(1, 1, 89, 36, padding=4, page=(89, 36)),
}
"""By columns and rows; `roll` is a label printer, with one label a page."""
