"""A download of personal data, and its content for reading."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from gateway.language import t
from services.identity.contracts import DataExportStatus

MAX_ROWS = 100


@dataclass(frozen=True, slots=True)
class Export:
    """The caller's download: `row` is the contract's."""

    row: dict[str, Any]

    @property
    def is_running(self) -> bool:
        return bool(self.row["status"] == DataExportStatus.RUNNING)

    @property
    def is_ready(self) -> bool:
        return bool(self.row["status"] == DataExportStatus.READY)


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value. A time is ISO 8601 with its zone."""

    label: str
    value: str
    is_time: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The first rows of a table, and the number of all."""

    title: str
    rows: list[list[Fact]]
    total: int


def sections_of(text: str) -> list[Section]:
    """What the file has, without empty values; of each table at most MAX_ROWS rows."""
    services: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(text)["services"]
    return [
        Section(t(f"data_section.{name}"), [_facts(row) for row in rows[:MAX_ROWS]], len(rows))
        for sections in services.values()
        for name, rows in sections.items()
    ]


def _facts(row: dict[str, Any]) -> list[Fact]:
    values = ((name, _value(value)) for name, value in row.items())
    return [Fact(t(f"data_field.{name}"), value, _is_time(value)) for name, value in values if value]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return t("data.yes") if value else t("data.no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    return "" if value is None else str(value)


def _is_time(text: str) -> bool:
    if len(text) < len("2026-01-01T00:00:00+00:00") or text[10] != "T":
        return False
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
