"""Orders: list, detail page, cancellation."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, notices
from gateway.authors import authors_of
from gateway.clients import query
from gateway.guards import customer_page
from gateway.portal.orders.filters import OrderFilters
from gateway.portal.orders.forms import ReasonForm
from gateway.presenters import tags
from gateway.presenters.orders import Order
from gateway.read_only import form_page
from services.ordering.contracts import CancelOrder, GetOrder, ListOrders, OrderStatus

orders = Blueprint("orders", __name__, url_prefix="/orders")

REFERENCE = "/<string(maxlength=20):reference>"
DONE = ("cancelled",)
"""Messages of the page: what was done before the redirect to it."""


@orders.get("")
@customer_page
def order_list() -> ResponseReturnValue:
    filters = OrderFilters.from_request()
    found = query(ListOrders, **filters.call_parameters(), **listing.cursors()).answer()
    rows, statuses = map(Order, found["rows"]), tags.choices("order_status", OrderStatus)
    return listing.render_list("orders/list.html", found, rows, "orders.found", filters, statuses=statuses)


@orders.get(f"{REFERENCE}/received")
@customer_page
def received(reference: str) -> ResponseReturnValue:
    """After the order was placed. Once it has been handled, the page redirects to that of the order."""
    placed = query(GetOrder, reference_number=reference).answer()
    if placed["status"] != OrderStatus.PLACED:
        return redirect(url_for(".detail", reference=reference), 303)
    return render_template("orders/received.html", order=Order(placed))


@orders.get(REFERENCE)
@customer_page
def detail(reference: str) -> ResponseReturnValue:
    found = query(GetOrder, reference_number=reference).answer()
    return render_template(
        "orders/detail.html", order=Order(found, authors=authors_of(found)), done=notices.shown(DONE)
    )


@orders.get(f"{REFERENCE}/cancel")
@customer_page
@form_page
def confirm_cancel(reference: str) -> ResponseReturnValue:
    return _cancel_page(ReasonForm.shown(), reference)


@orders.post(f"{REFERENCE}/cancel")
@customer_page
def cancel(reference: str) -> ResponseReturnValue:
    return ReasonForm().act(CancelOrder, reference_number=reference, on_error=_cancel_page, done="cancelled")


def _cancel_page(form: ReasonForm, reference: str) -> ResponseReturnValue:
    order = Order(query(GetOrder, reference_number=reference).answer())
    return render_template("orders/cancel.html", form=form, order=order), form.status
