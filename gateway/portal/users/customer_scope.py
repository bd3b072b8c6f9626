"""Whose users a page is about: those of the reader's own organisation, or of the customer that staff have opened.

The same pages are there twice: `users` for customers, and `customer_users` below a customer in the back office.
"""

from typing import Any

from flask import Blueprint, current_app, g, url_for

from gateway import callers
from gateway.clients import customers
from gateway.language import t
from gateway.presenters.customers import Customer

Step = tuple[str, str]
"""An address and what it is called, of the path to a page."""


def of_customer(pages: Blueprint) -> Blueprint:
    """Take the customer out of the addresses of these pages, and put it into those that they lead to."""
    pages.url_value_preprocessor(_take)
    pages.url_defaults(_give)
    return pages


def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    named = (values or {}).pop("customer_id", None)
    g.customer_id = str(named) if named else None


def _give(endpoint: str, values: dict[str, Any]) -> None:
    if callers.current_customer_id() and current_app.url_map.is_endpoint_expecting(endpoint, "customer_id"):
        values.setdefault("customer_id", callers.current_customer_id())


def opened() -> Customer | None:
    """The customer that staff have opened; None for users. Raises NotFound."""
    named = callers.current_customer_id()
    return Customer(customers.get_customer(named).answer()) if named else None


def path(customer: Customer | None) -> list[Step]:
    """The steps that lead to the list of users, and the list itself."""
    if customer is None:
        return [(url_for("users.user_list"), t("users.title"))]
    return [
        (url_for("customers.customer_list"), t("customers.title")),
        (customer.url, str(customer.row["name"])),
        (url_for("customer_users.user_list"), t("users.title")),
    ]


def expect_keeper() -> None:
    """Raises NotAllowed: nobody should fill in a form that will be refused."""
    callers.current_person().expect("manage_customers" if callers.current_customer_id() else "manage_users")
