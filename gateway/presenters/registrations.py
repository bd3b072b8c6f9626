"""Registrations and access requests, for those who answer them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.language import t
from gateway.presenters.tags import Tag, tag_of


@dataclass(frozen=True, slots=True)
class Registration:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tag_of("registration_status", self.row["status"])

    @property
    def url(self) -> str:
        return url_for("registrations.detail", registration_id=self.row["id"])

    @property
    def is_open(self) -> bool:
        return bool(self.row["status"] == "open")

    @property
    def customer(self) -> str:
        """Van Dijk Logistiek B.V. (1048823); the number alone if it is unknown."""
        name, number = self.row["customer_name"], self.row["customer_number"]
        return t("registrations.customer", name=name, number=number) if name else str(number)

    @property
    def doubt(self) -> str:
        """Why staff have to answer it; empty if the customer's administrators do."""
        return t(f"doubt.{self.row['doubt']}") if self.row["doubt"] else ""

    @property
    def can_be_approved(self) -> bool:
        return self.is_open and self.row["doubt"] in (None, "no_administrator")


@dataclass(frozen=True, slots=True)
class AccessRequest:
    row: dict[str, Any]

    @property
    def tag(self) -> Tag:
        return tag_of("access_status", self.row["status"])

    @property
    def url(self) -> str:
        return url_for("access_requests.detail", request_id=self.row["id"])

    @property
    def is_open(self) -> bool:
        return bool(self.row["status"] == "open")

    @property
    def numbers(self) -> str:
        """Equipment number and serial number on one line."""
        equipment_number = self.row["equipment_number"]
        label = t("machine.numbered", number=equipment_number) if equipment_number else ""
        return " · ".join(filter(None, (label, self.row["serial_number"])))
