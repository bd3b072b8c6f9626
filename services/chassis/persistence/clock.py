"""The clock of all services, and the installation's time zone, for periods of whole days. Tests shift it in all
processes through a file that holds seconds."""

import datetime as dt
from pathlib import Path


class Clock:
    def __init__(self, shift_file: Path | None = None, zone: dt.tzinfo = dt.UTC) -> None:
        self._file, self.zone = shift_file, zone

    def now(self) -> dt.datetime:
        """The current time: aware, UTC."""
        return dt.datetime.now(dt.UTC) + self._shift()

    def _shift(self) -> dt.timedelta:
        if self._file is None:
            return dt.timedelta()
        try:
            return dt.timedelta(seconds=float(self._file.read_text() or 0))
        except FileNotFoundError:
            return dt.timedelta()
