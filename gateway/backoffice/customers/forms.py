"""What the dealer keeps of a customer."""

from typing import Any, Self

from wtforms import RadioField, SelectChoice, SelectField, StringField

from gateway.clients.customers import STATUSES
from gateway.forms import PortalForm
from gateway.portal.orders.forms import COUNTRIES

ADDRESS = ("street", "postcode", "city", "country")


class CustomerForm(PortalForm):
    """`address` goes to the contract as a part of its own."""

    name = StringField("customers.name")
    street = StringField("customers.street", name="address-street")
    postcode = StringField("customers.postcode", name="address-postcode")
    city = StringField("customers.city", name="address-city")
    country = SelectField(
        "customers.country",
        name="address-country",
        choices=[SelectChoice(code, f"country.{code}") for code in COUNTRIES],
    )

    def answers(self) -> dict[str, Any]:
        told = {name: value for name, value in super().answers().items() if not name.startswith("address-")}
        return told | {"address": {part: self[part].data or "" for part in ADDRESS}}


class NewCustomerForm(CustomerForm):
    customer_number = StringField("customers.number")


class ChangeCustomerForm(CustomerForm):
    """`state` is the contract's status; a form has a `status` of its own."""

    state = RadioField(
        "column.status", name="status", choices=[SelectChoice(code, f"customer_status.{code}") for code in STATUSES]
    )

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Filled with what is known."""
        return cls.shown(name=row["name"], state=row["status"], **row["address"])

    def offer(self, country: str) -> None:
        """Beside those that are offered to everybody."""
        if country not in COUNTRIES:
            self.country.choices = [*self.country.choices, SelectChoice(country, country)]
