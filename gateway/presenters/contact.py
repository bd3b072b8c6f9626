"""Contact messages, for their senders and for staff."""

from dataclasses import dataclass

from flask import url_for

from gateway.language import t_or
from gateway.presenters.cases import Case


@dataclass(frozen=True, slots=True)
class ContactMessage(Case):
    blueprint, staff_blueprint, statuses = "contact", "staff_contact", "contact_status"

    @property
    def subject(self) -> str:
        return t_or(f"contact_subject.{self.row['subject']}", self.row["subject"])

    @property
    def waits(self) -> bool:
        """Whether the message has not been handled yet."""
        return self.row["handled_at"] is None

    @property
    def sender_url(self) -> str:
        """The page of the user, which shows the e-mail address."""
        ids = {"customer_id": self.row["customer_id"], "person_id": self.row["sender_id"]}
        return url_for("customer_users.detail", **ids)

    @property
    def customer_url(self) -> str:
        return url_for("customers.detail", customer_id=self.row["customer_id"])
