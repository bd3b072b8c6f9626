"""One log of many processes: a line an entry, each alike, coloured by its service where a person is looking."""

import json
import os
import sys
from typing import Any, TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92, 93)
WIDTH = 11
RED, PLAIN = 31, 0
SHOWN_FIRST = ("timestamp", "level", "event")


class Log:
    """Writes what processes say. Colour is left out where nobody sees it, and with NO_COLOR."""

    def __init__(self, names: list[str], out: TextIO = sys.stdout, *, colour: bool | None = None) -> None:
        self._out = out
        self._colour = out.isatty() and "NO_COLOR" not in os.environ if colour is None else colour
        self._colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}

    def say(self, name: str, line: str) -> None:
        """Print a line of a process: JSON of our own logs is put into words, all else is shown as it is."""
        level, words = told(line.rstrip("\r\n"))
        shown = self._paint(f"{name:{WIDTH}}", self._colours.get(name, PLAIN))
        if level in ("error", "critical"):
            words = self._paint(words, RED)
        self._out.write(f"{shown} {words}\n")
        self._out.flush()

    def _paint(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour and colour else text


def told(line: str) -> tuple[str, str]:
    """Level and words of a log line. Control characters of whoever wrote it are shown, never obeyed."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        return "", _visible(line)
    level = str(entry.get("level", "info"))
    moment = str(entry.get("timestamp", ""))[11:19]
    facts = " ".join(f"{name}={_value(value)}" for name, value in entry.items() if name not in SHOWN_FIRST)
    return level, " ".join(
        part for part in (moment, f"{level:7}", _visible(str(entry.get("event", ""))), facts) if part
    )


def _value(value: Any) -> str:
    text = _visible(str(value))
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
