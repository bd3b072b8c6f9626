"""Customers: list, creation, change, and a detail page with links to users and machines."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices, panels
from gateway.backoffice.customers.forms import ChangeCustomerForm, NewCustomerForm
from gateway.clients import query
from gateway.clients.groups import all_groups, names_by_id
from gateway.guards import staff_page
from gateway.listing import Filters
from gateway.panels import Required
from gateway.portal.users.customer_scope import of_customer
from gateway.presenters.customers import Customer
from gateway.presenters.users import User
from services.identity.contracts import ChangeCustomer, CreateCustomer, GetCustomer, ListCustomers, ListUsers

customers = of_customer(Blueprint("customers", __name__, url_prefix="/backoffice/customers"))

CUSTOMER = "/<uuid:customer_id>"
DONE = ("created", "changed")
"""Messages of the page: what was done before the redirect to it."""
MANAGE = "manage_customers"
USERS_SHOWN = 10


@customers.get("")
@staff_page
def customer_list() -> ResponseReturnValue:
    filters = Filters.from_request()
    found = query(ListCustomers, **filters.call_parameters(), **listing.cursors()).answer()
    rows = map(Customer, found["rows"])
    return listing.render_list("backoffice/customers/list.html", found, rows, "customers.found", filters)


@customers.get("/new")
@staff_page
def new() -> ResponseReturnValue:
    callers.current_person().expect_right(MANAGE)
    return _new_page(NewCustomerForm.shown(country="NL"))


@customers.post("")
@staff_page
def create() -> ResponseReturnValue:
    form = NewCustomerForm()
    customer = form.submit(CreateCustomer)
    if customer is None:
        return _new_page(form)
    return notices.redirect_to(url_for(".detail", customer_id=customer["id"]), "created")


@customers.get(CUSTOMER)
@staff_page
def detail() -> ResponseReturnValue:
    """Staff with `manage_customers` also see the customer's users."""
    calls: dict[str, Any] = {"customer": Required(query(GetCustomer, customer_id=_opened()))}
    manages = callers.current_person().may(MANAGE)
    if manages:
        calls["found"] = query(ListUsers, limit=USERS_SHOWN)
        calls["named"] = all_groups(_opened())
    page = panels.collect(**calls)
    names = names_by_id(page.named) if manages else {}
    return render_template(
        "backoffice/customers/detail.html",
        customer=Customer(page.customer),
        manages=manages,
        users=[User(row, names) for row in page.found["rows"]] if manages and page.found else None,
        counted=listing.how_many(page.found["page"], "users.found") if manages and page.found else "",
        done=notices.shown(DONE),
    )


@customers.get(f"{CUSTOMER}/edit")
@staff_page
def edit() -> ResponseReturnValue:
    callers.current_person().expect_right(MANAGE)
    return _edit_page()


@customers.post(f"{CUSTOMER}/edit")
@staff_page
def change() -> ResponseReturnValue:
    return ChangeCustomerForm().act(ChangeCustomer, customer_id=_opened(), on_error=_edit_page, done="changed")


def _opened() -> str:
    """The customer id in the URL."""
    return callers.current_customer_id() or ""


def _new_page(form: NewCustomerForm) -> ResponseReturnValue:
    return render_template("backoffice/customers/new.html", form=form), form.status


def _edit_page(form: ChangeCustomerForm | None = None) -> ResponseReturnValue:
    row = query(GetCustomer, customer_id=_opened()).answer()
    form = form or ChangeCustomerForm.of(row)
    form.offer(row["address"]["country"])
    return render_template("backoffice/customers/edit.html", form=form, customer=Customer(row)), form.status
