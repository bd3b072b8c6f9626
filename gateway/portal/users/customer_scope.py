"""The customer of a page about users: the reader's own, or the one that staff have opened.

The blueprints are registered twice: as `users` for customers, and as `customer_users` below
`/backoffice/customers/<customer_id>` for staff.
"""

from typing import Any

from flask import Blueprint, current_app, g, url_for

from gateway import callers
from gateway.clients import query
from gateway.language import t
from gateway.presenters.customers import Customer
from services.identity.contracts import GetCustomer

Step = tuple[str, str]
"""URL and text of an entry of the breadcrumb."""


def of_customer(pages: Blueprint) -> Blueprint:
    """Move `customer_id` from the view arguments of the blueprint to `g`, and add it to URLs built on its pages."""
    pages.url_value_preprocessor(_pull_customer_id)
    pages.url_defaults(_add_customer_id)
    return pages


def _pull_customer_id(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    customer_id = (values or {}).pop("customer_id", None)
    g.customer_id = str(customer_id) if customer_id else None


def _add_customer_id(endpoint: str, values: dict[str, Any]) -> None:
    if callers.current_customer_id() and current_app.url_map.is_endpoint_expecting(endpoint, "customer_id"):
        values.setdefault("customer_id", callers.current_customer_id())


def opened() -> Customer | None:
    """The customer that staff have opened, or None. Raises NotFound."""
    customer_id = callers.current_customer_id()
    return Customer(query(GetCustomer, customer_id=customer_id).answer()) if customer_id else None


def path(customer: Customer | None) -> list[Step]:
    """The breadcrumb up to the user list."""
    if customer is None:
        return [(url_for("users.user_list"), t("users.title"))]
    return [
        (url_for("customers.customer_list"), t("customers.title")),
        (customer.url, str(customer.row["name"])),
        (url_for("customer_users.user_list"), t("users.title")),
    ]


def expect_user_admin() -> None:
    """Raises NotAllowed if the reader may not change users, so that a form which would be refused is not shown."""
    callers.current_person().expect_right("manage_customers" if callers.current_customer_id() else "manage_users")
