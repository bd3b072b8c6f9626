"""Which of the two ways a data folder was started last: the command line follows it."""

import enum
from pathlib import Path

from services.chassis.settings import Settings


class Way(enum.StrEnum):
    EMBEDDED = "embedded"
    FULL = "full"


def choose(var: Path, way: Way) -> None:
    (var / "way").write_text(way)


def chosen(settings: Settings) -> Way:
    """The way of the last start; before any, full where a broker is set."""
    try:
        return Way((settings.var / "way").read_text().strip())
    except (FileNotFoundError, ValueError):
        return Way.FULL if settings.amqp_url else Way.EMBEDDED
