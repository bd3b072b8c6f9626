"""A guest orders supplies for the machine of the pass: form, answers to check, confirmation."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import notices
from gateway.clients import query
from gateway.guards import open_to_all
from gateway.guests.expired import SENT, expired_page
from gateway.guests.forms import OrderForm
from gateway.language import t
from gateway.presenters.guest_work import GuestOffer
from gateway.presenters.guests import GuestMachine
from services.ordering.contracts import CheckGuestOrder, GetGuestOrderForm, PlaceGuestOrder

guest_orders = Blueprint("guest_orders", __name__, url_prefix="/guest/order")


@guest_orders.get("")
@guest_orders.get("/check", endpoint="leave_check_page")
@guest_orders.get("/place", endpoint="leave_order")
@open_to_all
def leave() -> ResponseReturnValue:
    """A step by GET carries no pass, e.g. after a reload: to the page that finds a machine."""
    return redirect(url_for("guests.find_page"), 303)


@guest_orders.post("")
@open_to_all
def form() -> ResponseReturnValue:
    """The first step, and the way back from the answers."""
    form = OrderForm()
    form.chooses_language()
    machine = form.open()
    return _form_page(form, machine) if machine else expired_page(form)


@guest_orders.post("/check")
@open_to_all
def check() -> ResponseReturnValue:
    form = OrderForm()
    form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    checked = form.attempt(lambda: query(CheckGuestOrder, **form.answers()).answer())
    if checked is None:
        return expired_page(form) if form.is_closed else _form_page(form, machine)
    return _answers_page(form, machine, checked)


@guest_orders.post("/place")
@open_to_all
def place() -> ResponseReturnValue:
    form = OrderForm()
    form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    placed = form.submit(PlaceGuestOrder)
    if placed is None:
        if form.is_closed:
            return expired_page(form)
        return _form_page(form, machine) if form.concerns_a_field else _check_page(form, machine)
    return notices.redirect_to(url_for(".received", reference=placed["reference_number"]), SENT)


@guest_orders.get("/received/<string(maxlength=20):reference>")
@open_to_all
def received(reference: str) -> ResponseReturnValue:
    """Only for the browser that sent the order, as the signed message of the redirect says."""
    if not notices.shown((SENT,), again=True):
        return redirect(url_for("guests.find_page"), 303)
    return render_template("guests/received.html", reference=reference, title=t("guest_order.received"))


def _form_page(form: OrderForm, machine: GuestMachine) -> ResponseReturnValue:
    if (known := form.known(GetGuestOrderForm)) is None:
        return expired_page(form)
    offer = GuestOffer(known)
    return render_template("guests/order.html", form=form, machine=machine, offer=offer), form.status


def _check_page(form: OrderForm, machine: GuestMachine) -> ResponseReturnValue:
    if (known := form.known(GetGuestOrderForm)) is None:
        return expired_page(form)
    return _answers_page(form, machine, known)


def _answers_page(form: OrderForm, machine: GuestMachine, known: dict[str, Any]) -> ResponseReturnValue:
    """`known` is the contract's `GuestOrderForm`."""
    offer = GuestOffer(known)
    lines = offer.chosen(form.answers()["lines"])
    return render_template("guests/order_check.html", form=form, machine=machine, offer=offer, lines=lines), form.status
