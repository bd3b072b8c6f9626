"""A download of personal data, and its content for reading."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import number, t, t_or
from services.identity.contracts import DataExportStatus
from services.identity.contracts.data_exports import PAGE_ROWS

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
    """A section of the contents: `row` is the contract's."""

    row: dict[str, Any]

    @property
    def title(self) -> str:
        return t(f"data_section.{self.row['name']}")

    def url(self, page: int | None = None) -> str:
        names = {"source": self.row["source"], "section": self.row["name"]}
        return url_for("personal_data.read_data", **names, page=page)


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A page of a section, and the contents of the file: `row` is the contract's."""

    row: dict[str, Any]

    @property
    def sections(self) -> list[Section]:
        return [Section(row) for row in self.row["sections"]]

    @property
    def section(self) -> Section:
        return Section(self.row["section"])

    @property
    def facts(self) -> list[list[Fact]]:
        """Without empty values. Codes are shown as their texts."""
        return [_facts(self.row["section"]["name"], row) for row in self.row["rows"]]

    @property
    def shown(self) -> str:
        return t("data.rows", first=self.row["first_row"] + 1, last=self._last, total=self._total)

    @property
    def previous_url(self) -> str:
        return self.section.url(self._number - 1) if self._number else ""

    @property
    def next_url(self) -> str:
        return self.section.url(self._number + 1) if self._last < self._total else ""

    @property
    def _number(self) -> int:
        return int(self.row["first_row"] // PAGE_ROWS)

    @property
    def _last(self) -> int:
        return int(self.row["first_row"] + len(self.row["rows"]))

    @property
    def _total(self) -> int:
        return int(self.row["section"]["row_count"])


def page_number(text: str) -> int:
    """The number of the address; 0 without one."""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


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
