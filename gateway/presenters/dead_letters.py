"""Dead letters, for staff with `manage_bus`."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters.tags import Tag, tag_of

EVENT = re.compile(r"evt-(?P<source>\w+)-(?P<type>\w+)--\w+\..*")
"""The name of a subscription's queue."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`row` is a FailedMessage of the service."""

    service: str
    row: dict[str, Any]

    @property
    def what(self) -> str:
        """The type of the event or the name of the command, untranslated."""
        event = EVENT.fullmatch(self.row["name"])
        return event["type"] if event else str(self.row["name"])

    @property
    def kind(self) -> str:
        """The kind of the message; for an event, its source service."""
        event = EVENT.fullmatch(self.row["name"])
        if event:
            return t("dead_letters.event_from", source=_service(event["source"]))
        return t_or(f"dead_letters.kind.{self.row['kind']}", self.row["kind"])

    @property
    def of(self) -> str:
        return _service(self.service)

    @property
    def tag(self) -> Tag:
        return tag_of("letter_status", self.row["status"])

    @property
    def value(self) -> str:
        """The value of the form's checkbox."""
        return f"{self.service}/{self.row['id']}"

    @property
    def command(self) -> str:
        """The command by which operators show its content."""
        return f"machinepark dead-letters show {self.row['id']}"

    @property
    def url(self) -> str:
        return url_for("dead_letters.detail", service=self.service, letter_id=self.row["id"])

    @property
    def drop_url(self) -> str:
        return url_for("dead_letters.confirm_drop", service=self.service, letter_id=self.row["id"])


def _service(name: str) -> str:
    return t_or(f"service.{name}", name)
