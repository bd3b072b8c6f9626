"""Orders of all customers: list, detail page and the dealer's changes of status."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.backoffice.orders.forms import ShipForm
from gateway.clients import query
from gateway.forms import OnceForm, PortalForm
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.orders.filters import OrderFilters
from gateway.portal.orders.forms import ReasonForm
from gateway.presenters import tags
from gateway.presenters.orders import Order
from services.chassis.contract import Command
from services.ordering.contracts import (
    CancelOrder,
    ConfirmOrder,
    DeliverOrder,
    GetOrder,
    ListOrders,
    OrderStatus,
    RefuseOrder,
    ShipOrder,
)

staff_orders = Blueprint("staff_orders", __name__, url_prefix="/backoffice/orders")

REFERENCE = "/<string(maxlength=20):reference>"
DONE = ("confirmed", "refused", "shipped", "delivered", "cancelled")
"""Messages that a page shows after a redirect."""


@staff_orders.get("")
@staff_page
def order_list() -> ResponseReturnValue:
    filters = OrderFilters.from_request()
    page = panels.collect(found=Required(query(ListOrders, **filters.in_call(), **listing.cursors())))
    rows = [Order(row, for_staff=True) for row in page.found["rows"]]
    return listing.render_list(
        "backoffice/orders/list.html",
        "backoffice/orders/results.html",
        filters=filters,
        statuses=tags.choices("order_status", OrderStatus),
        found=Listing.of(page.found["page"], rows, "orders.found", filters.in_url()),
    )


@staff_orders.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page("backoffice/orders/detail.html", OnceForm.shown(), reference)


@staff_orders.post(f"{REFERENCE}/confirm")
@staff_page
def confirm(reference: str) -> ResponseReturnValue:
    return _submit(ConfirmOrder, OnceForm(), reference, "backoffice/orders/detail.html", "confirmed")


@staff_orders.post(f"{REFERENCE}/deliver")
@staff_page
def deliver(reference: str) -> ResponseReturnValue:
    return _submit(DeliverOrder, OnceForm(), reference, "backoffice/orders/detail.html", "delivered")


@staff_orders.get(f"{REFERENCE}/ship")
@staff_page
def ship_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/orders/ship.html", ShipForm.shown(), reference)


@staff_orders.post(f"{REFERENCE}/ship")
@staff_page
def ship(reference: str) -> ResponseReturnValue:
    return _submit(ShipOrder, ShipForm(), reference, "backoffice/orders/ship.html", "shipped")


@staff_orders.get(f"{REFERENCE}/refuse")
@staff_page
def refuse_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/orders/refuse.html", ReasonForm.shown(), reference)


@staff_orders.post(f"{REFERENCE}/refuse")
@staff_page
def refuse(reference: str) -> ResponseReturnValue:
    return _submit(RefuseOrder, ReasonForm(), reference, "backoffice/orders/refuse.html", "refused")


@staff_orders.get(f"{REFERENCE}/cancel")
@staff_page
def cancel_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/orders/cancel.html", ReasonForm.shown(), reference)


@staff_orders.post(f"{REFERENCE}/cancel")
@staff_page
def cancel(reference: str) -> ResponseReturnValue:
    return _submit(CancelOrder, ReasonForm(), reference, "backoffice/orders/cancel.html", "cancelled")


def _submit(
    operation: type[Command], form: PortalForm, reference: str, template: str, done: str
) -> ResponseReturnValue:
    then = url_for(".detail", reference=reference, done=done)
    return form.act(operation, reference_number=reference, again=lambda: _page(template, form, reference), then=then)


def _page(template: str, form: PortalForm, reference: str) -> ResponseReturnValue:
    found = panels.collect(found=Required(query(GetOrder, reference_number=reference))).found
    done = listing.done(DONE)
    page = render_template(
        template,
        form=form,
        order=Order(found, for_staff=True),
        done=done if found["status"] == done else "",
    )
    return page, form.status
