"""A guest requests service for the machine of the pass, or has also seen a problem that is known: form, answers to
check, confirmation."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import notices
from gateway.guards import open_to_all
from gateway.guests.expired import SENT, expired_page
from gateway.guests.forms import RequestForm, SightingForm
from gateway.language import t
from gateway.presenters.guest_work import KnownRequest
from gateway.presenters.guests import GuestMachine
from services.servicedesk.contracts import AddGuestSighting, FileGuestRequest, GetGuestRequestForm, Urgency

SEEN = "seen"
"""Message of the page that confirms a sighting."""

guest_requests = Blueprint("guest_requests", __name__, url_prefix="/guest/request")


@guest_requests.get("")
@guest_requests.get("/check", endpoint="leave_check_page")
@guest_requests.get("/file", endpoint="leave_request")
@guest_requests.get("/seen", endpoint="leave_known_request")
@guest_requests.get("/seen/add", endpoint="leave_sighting")
@open_to_all
def leave() -> ResponseReturnValue:
    """A step by GET carries no pass, e.g. after a reload: to the page that finds a machine."""
    return redirect(url_for("guests.find_page"), 303)


@guest_requests.post("")
@open_to_all
def form() -> ResponseReturnValue:
    """The first step, and the way back from the answers."""
    form = RequestForm()
    form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    form.urgency.data = form.urgency.data or Urgency.NORMAL
    return _form_page(form, machine)


@guest_requests.post("/check")
@open_to_all
def check() -> ResponseReturnValue:
    form = RequestForm()
    chooses_language = form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    if chooses_language or not form.check(FileGuestRequest):
        return _form_page(form, machine)
    return _check_page(form, machine)


@guest_requests.post("/file")
@open_to_all
def file() -> ResponseReturnValue:
    form = RequestForm()
    form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    filed = form.submit(FileGuestRequest)
    if filed is None:
        if form.is_closed:
            return expired_page(form)
        return _form_page(form, machine) if form.refused_fields else _check_page(form, machine)
    return notices.redirect_to(url_for(".received", reference=filed["reference_number"]), SENT)


@guest_requests.post("/seen")
@open_to_all
def also_seen() -> ResponseReturnValue:
    form = SightingForm()
    form.chooses_language()
    machine = form.open()
    return _sighting_page(form, machine) if machine else expired_page(form)


@guest_requests.post("/seen/add")
@open_to_all
def add_sighting() -> ResponseReturnValue:
    form = SightingForm()
    form.chooses_language()
    machine = form.open()
    if machine is None:
        return expired_page(form)
    added = form.submit(AddGuestSighting)
    if added is None:
        return expired_page(form) if form.is_closed else _sighting_page(form, machine)
    return notices.redirect_to(url_for(".received", reference=added["reference_number"]), SEEN)


@guest_requests.get("/received/<string(maxlength=20):reference>")
@open_to_all
def received(reference: str) -> ResponseReturnValue:
    """Only for the browser that sent the request or sighting, as the signed message of the redirect says."""
    done = notices.shown((SENT, SEEN), again=True)
    if not done:
        return redirect(url_for("guests.find_page"), 303)
    title = t("guest_request.received") if done == SENT else t("guest_request.sighting.received")
    return render_template("guests/received.html", reference=reference, title=title)


def _form_page(form: RequestForm, machine: GuestMachine) -> ResponseReturnValue:
    if (found := form.known(GetGuestRequestForm)) is None:
        return expired_page(form)
    known = [KnownRequest(row) for row in found["open_requests"]]
    return render_template("guests/request.html", form=form, machine=machine, known=known), form.status


def _check_page(form: RequestForm, machine: GuestMachine) -> ResponseReturnValue:
    if form.known(GetGuestRequestForm) is None:
        return expired_page(form)
    return render_template("guests/request_check.html", form=form, machine=machine), form.status


def _sighting_page(form: SightingForm, machine: GuestMachine) -> ResponseReturnValue:
    if (found := form.known(GetGuestRequestForm)) is None:
        return expired_page(form)
    rows = [row for row in found["open_requests"] if row["request_id"] == form.request_id.data]
    known = KnownRequest(rows[0]) if rows else None
    return render_template("guests/sighting.html", form=form, machine=machine, known=known), form.status
