"""Contact messages, for their senders and for staff."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t_or
from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class ContactMessage:
    row: dict[str, Any]
    for_staff: bool = False

    @property
    def reference(self) -> str:
        return str(self.row["reference_number"])

    @property
    def subject(self) -> str:
        return t_or(f"contact_subject.{self.row['subject']}", self.row["subject"])

    @property
    def tag(self) -> Tag:
        return tag_of("contact_status", self.row["status"])

    @property
    def waits(self) -> bool:
        """Whether the message has not been handled yet."""
        return self.row["handled_at"] is None

    @property
    def url(self) -> str:
        return url_for("staff_contact.detail" if self.for_staff else "contact.detail", reference=self.reference)

    @property
    def sender_url(self) -> str:
        """The page of the user, which shows the e-mail address."""
        ids = {"customer_id": self.row["customer_id"], "person_id": self.row["sender_id"]}
        return url_for("customer_users.detail", **ids)

    @property
    def customer_url(self) -> str:
        return url_for("customers.detail", customer_id=self.row["customer_id"])
