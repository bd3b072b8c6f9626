"""Which of the two ways a data folder was started last: the command line follows it."""

import enum
from pathlib import Path

from services.chassis.settings import Settings


class Mode(enum.StrEnum):
    EMBEDDED = "embedded"
    FULL = "full"


def save(var: Path, way: Mode) -> None:
    (var / "way").write_text(way)


def current(settings: Settings) -> Mode:
    """The way of the last start; before any, full where a broker is set."""
    try:
        return Mode((settings.var / "way").read_text().strip())
    except (FileNotFoundError, ValueError):
        return Mode.FULL if settings.amqp_url else Mode.EMBEDDED
