"""Mails, for staff: recipient, what they are about, delivery status."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t, t_or
from gateway.presenters.tags import Tag, tag_of

_PAGES = {"SO": "staff_orders.detail", "SR": "staff_requests.detail", "CM": "staff_contact.detail"}
"""Prefix of the reference number → page of what the mail is about."""
_INSTEAD = {
    "link_set_password": "invitation",
    "link_join": "invitation",
    "link_invite_staff": "staff_invitation",
    "link_reset_password": "password",
    "link_password_removed": "password",
    "link_confirm_email": "email",
    "link_undo_email": "email",
    "link_confirm_registration": "registration",
}
"""Template of a mail with a one-time link → what to do instead of sending it again: `mail_instead.{code}`."""
_INSTEAD_PAGES = {"invitation": "customers.customer_list", "staff_invitation": "staff.member_list"}
INSTEAD = tuple(dict.fromkeys(_INSTEAD.values()))


@dataclass(frozen=True, slots=True)
class Mail:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tag_of("mail_status", self.row["status"])

    @property
    def url(self) -> str:
        return url_for("mails.detail", mail_id=self.row["id"])

    @property
    def recipient(self) -> str:
        """Name and address; empty if the account or link no longer exists."""
        name, email = self.row["recipient_name"], self.row["recipient_email"]
        return f"{name} <{email}>" if name else str(email)

    @property
    def about_url(self) -> str:
        """The page of the order, request or message; empty for an account mail."""
        page = _PAGES.get(self.row["reference_number"][:2])
        return url_for(page, reference=self.row["reference_number"]) if page else ""

    @property
    def problem(self) -> str:
        """Why the last attempt failed; a reason without a text is shown itself."""
        code, _, details = self.row["problem"].partition(" ")
        return t_or(f"mail_problem.{code}", self.row["problem"], details=details)

    @property
    def instead(self) -> str:
        """What to do instead of sending a mail with a one-time link again; if the link has ended, that nothing needs to
        be done."""
        code = _INSTEAD.get(self.row["template"])
        if self.row["link_ended"]:
            return t("mails.link_ended")
        return t(f"mail_instead.{code}") if code else ""

    @property
    def instead_url(self) -> str:
        page = None if self.row["link_ended"] else _INSTEAD_PAGES.get(_INSTEAD.get(self.row["template"], ""))
        return url_for(page) if page else ""
