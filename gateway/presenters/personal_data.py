"""A download of personal data, and its content for reading."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import number, t, t_or
from services.identity.contracts import DataExportStatus

PAGE = 25
"""Rows of a table on a page."""
REFERENCES = {"customer_id", "draft_id", "id", "machine_id", "order_id", "request_id"}
"""Ids that link rows of the file; the page has the names and numbers beside them."""

TEXTS = {
    "action": "audit.",
    "category": "category.",
    "country": "country.",
    "language": "language.",
    "rights": "right.",
    "staff_rights": "right.",
    "subject": "contact_subject.",
    "template": "mail_kind.",
    "urgency": "urgency.",
}
"""Field with codes → beginning of the keys of their texts."""
TEXTS_OF_SECTION = {
    ("access_requests", "status"): "access_status.",
    ("answered_access_requests", "status"): "access_status.",
    ("answered_registrations", "status"): "registration_status.",
    ("consents", "purpose"): "consent_purpose.",
    ("contact_messages", "status"): "contact_status.",
    ("links", "purpose"): "mail_kind.link_",
    ("mails", "status"): "mail_status.",
    ("members", "status"): "user_status.",
    ("order_steps", "status"): "order_step.",
    ("orders", "status"): "order_status.",
    ("persons", "status"): "account_status.",
    ("registrations", "status"): "registration_status.",
    ("service_requests", "status"): "request_status.",
    ("timeline_entries", "status"): "step.",
}
"""Section and field with codes → beginning of the keys of their texts."""


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
    """A table of the file, with all its rows."""

    name: str
    rows: list[dict[str, Any]]

    @property
    def title(self) -> str:
        return t(f"data_section.{self.name}")

    @property
    def url(self) -> str:
        return url_for("personal_data.read_data", section=self.name)


@dataclass(frozen=True, slots=True)
class SectionPage:
    """PAGE rows of a section; `number` is 0 for the first page."""

    section: Section
    number: int

    @classmethod
    def of(cls, section: Section, number: str) -> "SectionPage":
        """The first page in place of one that does not exist."""
        pages = range(0, len(section.rows), PAGE)
        return cls(section, int(number) if number.isdecimal() and len(number) < 9 and int(number) < len(pages) else 0)

    @property
    def facts(self) -> list[list[Fact]]:
        """Without empty values. Codes are shown as their texts."""
        return [_facts(self.section.name, row) for row in self.section.rows[self.first : self.last]]

    @property
    def first(self) -> int:
        return self.number * PAGE

    @property
    def last(self) -> int:
        return min(self.first + PAGE, len(self.section.rows))

    @property
    def shown(self) -> str:
        return t("data.rows", first=self.first + 1, last=self.last, total=len(self.section.rows))

    @property
    def previous_url(self) -> str:
        return self._url(self.number - 1) if self.number else ""

    @property
    def next_url(self) -> str:
        return self._url(self.number + 1) if self.last < len(self.section.rows) else ""

    def _url(self, number: int) -> str:
        return url_for("personal_data.read_data", section=self.section.name, page=number)


def sections_of(text: str) -> list[Section]:
    """What the file has."""
    services: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(text)["services"]
    return [Section(name, rows) for sections in services.values() for name, rows in sections.items()]


def _facts(section: str, row: dict[str, Any]) -> list[Fact]:
    values = ((name, _value(section, name, value)) for name, value in row.items() if name not in REFERENCES)
    return [Fact(t(f"data_field.{name}"), value, _is_time(value)) for name, value in values if value]


def _value(section: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return t("data.yes") if value else t("data.no")
    if name == "machine_ids":
        return number(len(value)) if value else ""
    if isinstance(value, list):
        return ", ".join(_value(section, name, part) for part in value)
    if isinstance(value, dict):
        return ", ".join(_value(section, key, part) for key, part in value.items() if part)
    return "" if value is None else _text(section, name, str(value))


def _text(section: str, name: str, code: str) -> str:
    """Unknown codes and free text are shown unchanged."""
    beginning = TEXTS_OF_SECTION.get((section, name)) or TEXTS.get(name)
    return t_or(f"{beginning}{code}", code) if beginning and code else code


def _is_time(text: str) -> bool:
    if len(text) < len("2026-01-01T00:00:00+00:00") or text[10] != "T":
        return False
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
