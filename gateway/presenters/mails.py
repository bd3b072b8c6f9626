"""Mails, for staff: subject and delivery status. Addresses are not stored."""

from dataclasses import dataclass
from typing import Any

from gateway.language import t_or
from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class Mail:
    row: dict[str, Any]

    @property
    def about(self) -> str:
        return t_or(f"mail.{self.row['template']}", self.row["template"])

    @property
    def tag(self) -> Tag:
        return tag_of("mail_status", self.row["status"])
