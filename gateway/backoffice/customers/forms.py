"""Forms of customers."""

from typing import Any, Self

from wtforms import RadioField, SelectChoice, SelectField, StringField

from gateway.forms import PortalForm, choices
from gateway.portal.orders.forms import COUNTRIES
from services.identity.contracts import CustomerStatus

ADDRESS = ("street", "postcode", "city", "country")


class NumberForm(PortalForm):
    """Before `CustomerForm`: WTForms orders fields by their creation, and problems are listed in the form's order."""

    customer_number = StringField("customers.number")


class CustomerForm(PortalForm):
    """The fields of the address are nested in `address` in the contract."""

    name = StringField("customers.name")
    street = StringField("customers.street", name="address-street")
    postcode = StringField("customers.postcode", name="address-postcode")
    city = StringField("customers.city", name="address-city")
    country = SelectField(
        "customers.country",
        name="address-country",
        choices=choices("country", COUNTRIES),
    )

    def answers(self) -> dict[str, Any]:
        values = {name: value for name, value in super().answers().items() if not name.startswith("address-")}
        return values | {"address": {part: self[part].data or "" for part in ADDRESS}}


class NewCustomerForm(CustomerForm, NumberForm):
    """All fields of a customer, the number first."""


class ChangeCustomerForm(CustomerForm):
    """`state` is the customer's status; `PortalForm.status` is the HTTP status."""

    state = RadioField(
        "column.status",
        name="status",
        choices=choices("customer_status", CustomerStatus),
    )

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        return cls.shown(name=row["name"], state=row["status"], **row["address"])

    def offer(self, country: str) -> None:
        """Add the customer's present country if it is not among COUNTRIES."""
        if country not in COUNTRIES:
            self.country.choices = [*self.country.choices, SelectChoice(country, country)]
