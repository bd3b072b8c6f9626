"""The status of what a guest ordered or reported: by the link of a mail, or by reference number and e-mail address."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway import callers
from gateway.clients import call_as_visitor
from gateway.guards import open_to_all
from gateway.guests.forms import StatusForm
from gateway.presenters.guest_work import GuestOrder, GuestRequest
from services.chassis.contract import Query, reference_numbers
from services.ordering.contracts import FindGuestOrder, GetGuestOrderStatus
from services.servicedesk.contracts import FindGuestRequest, GetGuestRequestStatus

guest_status = Blueprint("guest_status", __name__, url_prefix="/guest/status")

ORDERS, REQUESTS = "SO", "SR"
"""Prefixes of reference numbers."""


@guest_status.get("")
@open_to_all
def form() -> ResponseReturnValue:
    return _form_page(StatusForm.shown())


@guest_status.post("")
@open_to_all
def find() -> ResponseReturnValue:
    form = StatusForm()
    operation = _owner(form.reference_number.data or "")
    origin = {"client_address": callers.client_address()}
    found = form.attempt(lambda: call_as_visitor(operation, **form.answers(), **origin))
    if found is None:
        return _form_page(form)
    return _status_page(found, form)


@guest_status.get("/orders/<string(maxlength=100):token>")
@open_to_all
def order(token: str) -> ResponseReturnValue:
    return _status_page(call_as_visitor(GetGuestOrderStatus, token=token))


@guest_status.get("/requests/<string(maxlength=100):token>")
@open_to_all
def request(token: str) -> ResponseReturnValue:
    return _status_page(call_as_visitor(GetGuestRequestStatus, token=token))


def _owner(typed: str) -> type[Query]:
    """The query of the service whose prefix the number has; of any other number, ordering says that there is none."""
    found = reference_numbers.find(typed, (ORDERS, REQUESTS))
    return FindGuestRequest if found and found[0] == REQUESTS else FindGuestOrder


def _form_page(form: StatusForm) -> ResponseReturnValue:
    return render_template("guests/status.html", form=form), form.status


def _status_page(found: dict[str, Any], form: StatusForm | None = None) -> str:
    """`form`: what was typed, to show the page in another language."""
    if "category" in found:
        return render_template("guests/request_status.html", filed=GuestRequest(found), form=form)
    return render_template("guests/order_status.html", order=GuestOrder(found), form=form)
