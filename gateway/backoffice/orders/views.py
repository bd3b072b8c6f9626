"""Orders of all customers: list, detail page and the dealer's changes of status."""

from functools import partial

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from gateway import callers, notices
from gateway.authors import authors_of
from gateway.backoffice.orders.forms import ShipForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import t
from gateway.periods import OrderPeriodForm, list_page
from gateway.portal.orders.exports import order_file
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
DETAIL = "backoffice/orders/detail.html"
SHIP = "backoffice/orders/ship.html"
REFUSE = "backoffice/orders/refuse.html"
CANCEL = "backoffice/orders/cancel.html"
DONE = ("confirmed", "refused", "shipped", "delivered", "cancelled")
"""Messages of the page: what was done before the redirect to it."""


@staff_orders.get("")
@staff_page
def order_list() -> ResponseReturnValue:
    filters = OrderFilters.from_request()
    lead = [t("orders.lead_staff")]
    if callers.current_person().may("handle_orders"):
        lead.append(t("orders.lead_to_confirm"))
    context = {"statuses": tags.choices("order_status", OrderStatus), "lead": " ".join(lead)}
    presented = partial(Order, for_staff=True)
    return list_page("orders/list.html", ListOrders, filters, OrderPeriodForm, presented, "orders.found", **context)


@staff_orders.get("/export.csv", defaults={"kind": "csv"})
@staff_orders.get("/export.xlsx", defaults={"kind": "xlsx"})
@staff_page
def export(kind: str) -> Response:
    """The orders of the list's filters."""
    return order_file(kind, OrderFilters.from_request().call_parameters(), for_staff=True)


@staff_orders.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), reference)


@staff_orders.post(f"{REFERENCE}/confirm")
@staff_page
def confirm(reference: str) -> ResponseReturnValue:
    return _act(ConfirmOrder, ButtonForm(), reference, "confirmed")


@staff_orders.post(f"{REFERENCE}/deliver")
@staff_page
def deliver(reference: str) -> ResponseReturnValue:
    return _act(DeliverOrder, ButtonForm(), reference, "delivered")


@staff_orders.get(f"{REFERENCE}/ship")
@staff_page
def ship_page(reference: str) -> ResponseReturnValue:
    return _page(ShipForm.shown(), reference, SHIP)


@staff_orders.post(f"{REFERENCE}/ship")
@staff_page
def ship(reference: str) -> ResponseReturnValue:
    return _act(ShipOrder, ShipForm(), reference, "shipped", SHIP)


@staff_orders.get(f"{REFERENCE}/refuse")
@staff_page
def refuse_page(reference: str) -> ResponseReturnValue:
    return _page(ReasonForm.shown(), reference, REFUSE)


@staff_orders.post(f"{REFERENCE}/refuse")
@staff_page
def refuse(reference: str) -> ResponseReturnValue:
    return _act(RefuseOrder, ReasonForm(), reference, "refused", REFUSE)


@staff_orders.get(f"{REFERENCE}/cancel")
@staff_page
def cancel_page(reference: str) -> ResponseReturnValue:
    return _page(ReasonForm.shown(), reference, CANCEL)


@staff_orders.post(f"{REFERENCE}/cancel")
@staff_page
def cancel(reference: str) -> ResponseReturnValue:
    return _act(CancelOrder, ReasonForm(), reference, "cancelled", CANCEL)


def _act(
    operation: type[Command], form: PortalForm, reference: str, done: str, template: str = DETAIL
) -> ResponseReturnValue:
    return form.act(operation, reference_number=reference, on_error=partial(_page, template=template), done=done)


def _page(form: PortalForm, reference: str, template: str = DETAIL) -> ResponseReturnValue:
    row = query(GetOrder, reference_number=reference).answer()
    order = Order(row, for_staff=True, authors=authors_of(row) if template == DETAIL else {})
    return render_template(template, form=form, order=order, done=notices.shown(DONE)), form.status
