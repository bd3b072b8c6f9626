"""Mails, for staff: subject and delivery status. Addresses are not stored."""

from dataclasses import dataclass
from typing import Any

from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class Mail:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tag_of("mail_status", self.row["status"])
