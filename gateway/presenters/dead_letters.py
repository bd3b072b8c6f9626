"""What did not succeed, as those see it who look after the bus."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters import tags
from gateway.presenters.tags import Tag

EVENT = re.compile(r"evt-(?P<source>\w+)-(?P<type>\w+)--\w+\..*")
"""The name of a subscription's queue."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`row` is a service's Letter."""

    service: str
    row: dict[str, Any]

    @property
    def what(self) -> str:
        """The type of the event, or the command: words of the programs, for who knows them."""
        event = EVENT.fullmatch(self.row["name"])
        return event["type"] if event else str(self.row["name"])

    @property
    def kind(self) -> str:
        """Where it came from."""
        event = EVENT.fullmatch(self.row["name"])
        if event:
            return t("letters.event_from", source=_service(event["source"]))
        return t_or(f"letters.kind.{self.row['kind']}", self.row["kind"])

    @property
    def of(self) -> str:
        return _service(self.service)

    @property
    def tag(self) -> Tag:
        return tags.letter_status(self.row["status"])

    @property
    def value(self) -> str:
        """As a form names it."""
        return f"{self.service}/{self.row['id']}"

    @property
    def command(self) -> str:
        """That shows its content, to whoever runs the installation."""
        return f"machinepark dead-letters show {self.row['id']}"

    @property
    def url(self) -> str:
        return url_for("dead_letters.detail", service=self.service, letter_id=self.row["id"])

    @property
    def drop_url(self) -> str:
        return url_for("dead_letters.confirm_drop", service=self.service, letter_id=self.row["id"])


def _service(name: str) -> str:
    return t_or(f"service.{name}", name)
