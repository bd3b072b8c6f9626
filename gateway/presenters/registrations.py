"""Requests for an account, and to see a machine, as those know them who answer."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t
from gateway.presenters import tags
from gateway.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class Registration:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tags.registration_status(self.row["status"])

    @property
    def url(self) -> str:
        return url_for("registrations.detail", registration_id=self.row["id"])

    @property
    def is_open(self) -> bool:
        return bool(self.row["status"] == "open")

    @property
    def customer(self) -> str:
        """Van Dijk Logistiek B.V. (1048823); the number alone where nobody has it."""
        name, number = self.row["customer_name"], self.row["customer_number"]
        return t("registrations.customer", name=name, number=number) if name else str(number)

    @property
    def doubt(self) -> str:
        """Why it is with staff, in a sentence; empty where it is not."""
        return t(f"doubt.{self.row['doubt']}") if self.row["doubt"] else ""

    @property
    def can_be_approved(self) -> bool:
        return self.is_open and self.row["doubt"] in (None, "no_administrator")


@dataclass(frozen=True, slots=True)
class AccessRequest:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tags.access_status(self.row["status"])

    @property
    def url(self) -> str:
        return url_for("access_requests.detail", request_id=self.row["id"])

    @property
    def is_open(self) -> bool:
        return bool(self.row["status"] == "open")

    @property
    def numbers(self) -> str:
        """Sticker and serial number."""
        sticker = self.row["equipment_number"]
        numbered = t("machine.numbered", number=sticker) if sticker else ""
        return " · ".join(filter(None, (numbered, self.row["serial_number"])))
