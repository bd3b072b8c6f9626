"""Customers as staff know them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.looks import tags
from gateway.looks.tags import Tag


@dataclass(frozen=True, slots=True)
class Customer:
    row: dict[str, Any]

    @property
    def place(self) -> str:
        address = self.row["address"]
        return ", ".join(filter(None, (address["street"], f"{address['postcode']} {address['city']}".strip())))

    @property
    def tag(self) -> Tag:
        return tags.customer_status(self.row["status"])

    @property
    def machines_url(self) -> str:
        return url_for("machines.machine_list", customer=self.row["id"])
