"""Contact messages, for their senders and for staff."""

from dataclasses import dataclass

from flask import url_for

from gateway.language import t, t_or
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
    def is_of_visitor(self) -> bool:
        """Whether somebody without an account sent the message."""
        return self.row["sender_id"] is None

    @property
    def handle_lead(self) -> str:
        """What happens when the message is marked as handled."""
        if self.row["is_suspected"]:
            return t("contact.handle_lead_suspected")
        return t("contact.handle_lead_visitor" if self.is_of_visitor else "contact.handle_lead")

    @property
    def from_whom(self) -> str:
        """The customer; of a visitor, the customer number as entered."""
        if not self.is_of_visitor:
            return str(self.row["customer_name"])
        number = self.row["customer_number"]
        return t("contact.of_visitor_with_number", number=number) if number else t("contact.of_visitor")

    @property
    def sender_url(self) -> str:
        """The page of the user, which shows the e-mail address."""
        ids = {"customer_id": self.row["customer_id"], "person_id": self.row["sender_id"]}
        return url_for("customer_users.detail", **ids)

    @property
    def customer_url(self) -> str:
        """The customer's page; of a visitor, the customers with the number as entered."""
        if self.is_of_visitor:
            return url_for("customers.customer_list", text=self.row["customer_number"])
        return url_for("customers.detail", customer_id=self.row["customer_id"])
