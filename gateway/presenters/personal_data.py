"""A download of personal data, and its content for reading."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from gateway.language import t, t_or
from services.identity.contracts import DataExportStatus

MAX_ROWS = 100

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
    """The first rows of a table, and the number of all."""

    title: str
    rows: list[list[Fact]]
    total: int


def sections_of(text: str) -> list[Section]:
    """What the file has, without empty values; of each table at most MAX_ROWS rows. Codes are shown as their texts."""
    services: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(text)["services"]
    return [
        Section(t(f"data_section.{name}"), [_facts(name, row) for row in rows[:MAX_ROWS]], len(rows))
        for sections in services.values()
        for name, rows in sections.items()
    ]


def _facts(section: str, row: dict[str, Any]) -> list[Fact]:
    values = ((name, _value(section, name, value)) for name, value in row.items())
    return [Fact(t(f"data_field.{name}"), value, _is_time(value)) for name, value in values if value]


def _value(section: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return t("data.yes") if value else t("data.no")
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
