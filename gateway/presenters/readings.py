"""Meter readings."""

from dataclasses import dataclass
from typing import Any

from gateway.language import t_or
from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class Reading:
    row: dict[str, Any]

    @property
    def source(self) -> str:
        return t_or(f"source.{self.row['source']}", self.row["source"])

    @property
    def tag(self) -> Tag:
        return tag_of("outcome", self.row["outcome"])

    @property
    def reason(self) -> str:
        """Why the reading was held or refused; empty if it was accepted."""
        reason = self.row["reason"]
        return t_or(f"reason.{reason}", reason) if reason else ""
