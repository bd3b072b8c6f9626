"""Orders: list, detail page, cancellation."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices, panels
from gateway.authors import authors_of
from gateway.clients import query
from gateway.guards import customer_page
from gateway.language import t
from gateway.periods import OrderPeriodForm, list_page
from gateway.portal.machines import choosing
from gateway.portal.machines.filters import PlaceFilters
from gateway.portal.orders.exports import order_file
from gateway.portal.orders.filters import OrderFilters
from gateway.portal.orders.forms import AddForm, ReasonForm
from gateway.presenters import tags
from gateway.presenters.machines import Machine
from gateway.presenters.orders import Offer, Order, offers
from gateway.read_only import form_page
from services.fleet.contracts import Condition, MachineSort
from services.ordering.contracts import CancelOrder, GetOrder, ListOffers, ListOrders, OrderStatus

orders = Blueprint("orders", __name__, url_prefix="/orders")

REFERENCE = "/<string(maxlength=20):reference>"
DONE, ADDED = ("cancelled",), ("added",)
"""Messages of the order's page, and of the list to order from: what was done before the redirect to it."""
LOW_SHOWN = 10
"""Machines on a page of those that run low; each has several supplies."""


@orders.get("")
@customer_page
def order_list() -> ResponseReturnValue:
    context = {"statuses": tags.choices("order_status", OrderStatus), "lead": t("orders.lead")}
    filters = OrderFilters.from_request()
    return list_page("orders/list.html", ListOrders, filters, OrderPeriodForm, Order, "orders.found", **context)


@orders.get("/export.csv", defaults={"kind": "csv"})
@orders.get("/export.xlsx", defaults={"kind": "xlsx"})
@customer_page
def export(kind: str) -> Response:
    """The orders of the list's filters."""
    return order_file(kind, OrderFilters.from_request().call_parameters(), for_staff=False)


@orders.get("/new")
@customer_page
def new() -> ResponseReturnValue:
    """The supplies of the machines that run low, each with what is on its way and a button to order it."""
    callers.current_person().expect_right("order_supplies")
    filters = PlaceFilters.from_request()
    page = choosing.collect(filters, conditions=[Condition.LOW], sort=MachineSort.TONER, limit=LOW_SHOWN)
    machines = [Machine(row) for row in page.found["rows"]]
    offers_by_machine = _offers(machines)
    return listing.render_list(
        "orders/new.html",
        page.found,
        machines,
        "machines.found",
        filters,
        choices=page.choices,
        offers=offers_by_machine,
        add=AddForm.shown,
        list_page=lambda sku: listing.address(filters.url_parameters() | listing.cursors() | {"added": sku}),
        done_text=_added(offers_by_machine, request.args.get("added", "")) if notices.shown(ADDED) else "",
    )


def _offers(machines: list[Machine]) -> dict[str, dict[str, Offer]] | None:
    """The offers for the bars of each machine, by its id; None if ordering does not answer."""
    ids = [machine.row["id"] for machine in machines]
    found = panels.collect(offers=query(ListOffers, machine_ids=ids)).offers if ids else {"rows": []}
    if found is None:
        return None
    fitting = {row["machine_id"]: row["supplies"] for row in found["rows"]}
    return {machine.row["id"]: offers(machine.bars, fitting.get(machine.row["id"])) for machine in machines}


def _added(offers_by_machine: dict[str, dict[str, Offer]] | None, sku: str) -> str:
    """The message that a supply was added to the basket, with its name if it is on the page."""
    name = _supply_name(offers_by_machine, sku)
    return t("orders.done.added_item", item=name) if name else t("orders.done.added")


def _supply_name(offers_by_machine: dict[str, dict[str, Offer]] | None, sku: str) -> str:
    """The name of a supply on the page; empty if it is not there any more."""
    shown = [offer.row for of_machine in (offers_by_machine or {}).values() for offer in of_machine.values()]
    return next((row["name"] for row in shown if row["sku"] == sku), "")


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
