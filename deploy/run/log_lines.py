"""Merges the output of several processes into one log: one line per entry, coloured by service on a terminal."""

import json
import os
import sys
from typing import Any, TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92, 93)
"""SGR codes of ECMA-48, one per process."""
NAME_WIDTH = 11
RED, NO_COLOUR = 31, 0
SHOWN_FIRST = ("timestamp", "level", "event")


class Log:
    """Writes log lines. Colours are used on a terminal unless NO_COLOR is set (no-color.org)."""

    def __init__(self, names: list[str], out: TextIO = sys.stdout, *, colour: bool | None = None) -> None:
        self._out = out
        self._colour = out.isatty() and "NO_COLOR" not in os.environ if colour is None else colour
        self._colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}

    def write(self, name: str, line: str) -> None:
        """Write a line of a process. A JSON entry is formatted as text; other lines are written unchanged."""
        level, text = parse_line(line.rstrip("\r\n"))
        prefix = self._paint(f"{name:{NAME_WIDTH}}", self._colours.get(name, NO_COLOUR))
        if level in ("error", "critical"):
            text = self._paint(text, RED)
        self._out.write(f"{prefix} {text}\n")
        self._out.flush()

    def _paint(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour and colour else text


def parse_line(line: str) -> tuple[str, str]:
    """Level and text of a log line; the level is empty for a line that is not JSON.

    Control characters are escaped (OWASP: log injection).
    """
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        return "", _visible(line)
    level = str(entry.get("level", "info"))
    time = str(entry.get("timestamp", ""))[11:19]
    fields = " ".join(f"{name}={_value(value)}" for name, value in entry.items() if name not in SHOWN_FIRST)
    return level, " ".join(part for part in (time, f"{level:7}", _visible(str(entry.get("event", ""))), fields) if part)


def _value(value: Any) -> str:
    text = _visible(str(value))
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
