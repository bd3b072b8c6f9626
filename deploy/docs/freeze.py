"""Generated documents that others rely on: a change that breaks them is refused (docs/decisions/0013-freeze.md)."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ACCEPT_BREAKS = "--accept-breaks"
ADVICE = """
Others rely on this, so it stays. Publish the new version beside it:
- an event as a new type (`order_placed_v2` beside `order_placed`), with both sent,
- an operation under a new name,
- the JSON API below `/api/v2`.
What is replaced is announced in CHANGELOG.md as deprecated and removed a year later at the earliest.
`make api-docs BREAK=1` accepts the change: to remove what was deprecated, or before the first release.
"""
UPDATE = "Run `make api-docs`, and check that all that it adds is meant for others."


class BreakingChange(Exception):
    """The new document would break those who rely on the committed one."""


def to_json(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A committed document, and how it is generated.

    `breaks` compares the committed document with the generated one and returns a sentence per breaking change.
    """

    target: Path
    generate: Callable[[], Any]
    breaks: Callable[[Any, Any], list[str]]
    to_text: Callable[[Any], str] = to_json
    parse: Callable[[str], Any] = json.loads

    def complaint(self) -> str:
        """Why the committed document is not that of the code, and what to do; empty if it is."""
        old, new = self._committed(), self.parse(self.to_text(self.generate()))
        if breaks := self.breaks(old, new):
            return self._refusal(breaks)
        return "" if old == new else f"{self._name} is outdated; none of the changes is breaking. {UPDATE}"

    def write(self, *, accept_breaks: bool = False) -> None:
        """Generate the document. Raises BreakingChange."""
        text = self.to_text(self.generate())
        breaks = [] if accept_breaks or not self.target.exists() else self.breaks(self._committed(), self.parse(text))
        if breaks:
            raise BreakingChange(self._refusal(breaks))
        self.target.write_text(text, encoding="utf-8")

    def main(self) -> None:
        """Generate the document as a program, with `--accept-breaks` or without."""
        try:
            self.write(accept_breaks=ACCEPT_BREAKS in sys.argv[1:])
        except BreakingChange as error:
            raise SystemExit(str(error)) from None

    @property
    def _name(self) -> str:
        return self.target.relative_to(ROOT).as_posix() if self.target.is_relative_to(ROOT) else self.target.name

    def _committed(self) -> Any:
        return self.parse(self.target.read_text(encoding="utf-8"))

    def _refusal(self, breaks: list[str]) -> str:
        return "\n".join([f"{self._name} is frozen:", *(f"- {sentence}" for sentence in breaks)]) + "\n" + ADVICE
