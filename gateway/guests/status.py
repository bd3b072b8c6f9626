"""The status of a guest's order or service request: by the link of a mail, or by number and e-mail address."""

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
    is_request = _is_request(form.reference_number.data or "")
    operation: type[Query] = FindGuestRequest if is_request else FindGuestOrder
    origin = {"client_address": callers.client_address()}
    found = form.attempt(lambda: call_as_visitor(operation, **form.answers(), **origin))
    if found is None:
        return _form_page(form)
    return _request_page(found, form) if is_request else _order_page(found, form)


@guest_status.get("/orders/<string(maxlength=100):token>")
@open_to_all
def order(token: str) -> ResponseReturnValue:
    return _order_page(call_as_visitor(GetGuestOrderStatus, token=token))


@guest_status.get("/requests/<string(maxlength=100):token>")
@open_to_all
def request(token: str) -> ResponseReturnValue:
    return _request_page(call_as_visitor(GetGuestRequestStatus, token=token))


def _is_request(typed: str) -> bool:
    """Whether the number has the prefix of service requests. Of any that is no order's either, ordering says that there
    is none."""
    found = reference_numbers.find(typed, (ORDERS, REQUESTS))
    return found is not None and found[0] == REQUESTS


def _form_page(form: StatusForm) -> ResponseReturnValue:
    return render_template("guests/status.html", form=form), form.status


def _order_page(found: dict[str, Any], form: StatusForm | None = None) -> str:
    """`form`: what was typed, to show the page in another language."""
    return render_template("guests/order_status.html", order=GuestOrder(found), form=form)


def _request_page(found: dict[str, Any], form: StatusForm | None = None) -> str:
    """`form` as of `_order_page`."""
    return render_template("guests/request_status.html", filed=GuestRequest(found), form=form)
