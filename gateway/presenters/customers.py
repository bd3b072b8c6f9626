"""Customers, for staff."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from gateway.countries import country_name
from gateway.presenters.tags import Tag, tag_of


def in_a_line(address: dict[str, Any]) -> str:
    """Voorbeeldkade 12, 1000 AA Amsterdam."""
    return ", ".join(filter(None, (address["street"], f"{address['postcode']} {address['city']}".strip())))


@dataclass(frozen=True, slots=True)
class Customer:
    row: dict[str, Any]

    @property
    def place(self) -> str:
        return in_a_line(self.row["address"])

    @property
    def url(self) -> str:
        return url_for("customers.detail", customer_id=self.row["id"])

    @property
    def country(self) -> str:
        return country_name(self.row["address"]["country"])

    @property
    def tag(self) -> Tag:
        return tag_of("customer_status", self.row["status"])

    @property
    def machines_url(self) -> str:
        return url_for("machines.machine_list", customer=self.row["id"])
