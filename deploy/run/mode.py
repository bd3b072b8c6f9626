"""The mode in which a data folder was started last; the command line uses the same one."""

import enum
from pathlib import Path

from services.chassis.settings import Settings


class Mode(enum.StrEnum):
    EMBEDDED = "embedded"
    FULL = "full"


def save(var: Path, mode: Mode) -> None:
    (var / "way").write_text(mode)


def current(settings: Settings) -> Mode:
    """The mode of the last start; before the first one, full if a broker is set."""
    try:
        return Mode((settings.var / "way").read_text().strip())
    except (FileNotFoundError, ValueError):
        return Mode.FULL if settings.amqp_url else Mode.EMBEDDED
