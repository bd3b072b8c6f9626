"""Service requests: list, detail page, filing, and the customer's changes of status."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, panels
from gateway.clients import query
from gateway.forms import OnceForm, PortalForm
from gateway.guards import customer_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.service_requests import filing
from gateway.portal.service_requests.filters import RequestFilters
from gateway.portal.service_requests.forms import FilingForm, MessageForm, NoteForm
from gateway.presenters import tags
from gateway.presenters.requests import ServiceRequest
from services.chassis.contract import Command
from services.servicedesk.contracts import (
    CancelServiceRequest,
    CloseServiceRequest,
    FileServiceRequest,
    GetServiceRequest,
    ListServiceRequests,
    PostMessage,
    ReopenServiceRequest,
    RequestStatus,
)

service_requests = Blueprint("service_requests", __name__, url_prefix="/service-requests")

REFERENCE = "/<string(maxlength=20):reference>"
DETAIL = "service_requests/detail.html"
DONE = ("cancelled", "closed", "reopened", "written")
"""Messages that a page shows after a redirect."""


@service_requests.get("")
@customer_page
def request_list() -> ResponseReturnValue:
    filters = RequestFilters.from_request()
    page = panels.collect(found=Required(query(ListServiceRequests, **filters.in_call(), **listing.cursors())))
    rows = [ServiceRequest(row) for row in page.found["rows"]]
    return listing.render_list(
        "service_requests/list.html",
        "service_requests/results.html",
        filters=filters,
        statuses=tags.choices("request_status", RequestStatus),
        found=Listing.of(page.found["page"], rows, "requests.found", filters.in_url()),
    )


@service_requests.get("/new")
@customer_page
def new() -> ResponseReturnValue:
    """The form, filled with the person's contact data. Without a machine in the query, a page to choose one."""
    person = callers.current_person()
    person.expect("request_service")
    machine_id = listing.chosen_id("machine")
    if machine_id is None:
        return render_template("service_requests/choose_machine.html")
    form = FilingForm.shown(
        machine_id=machine_id, urgency="normal", contact_name=person.name, telephone=person.telephone
    )
    return filing.form_page(form)


@service_requests.post("/new")
@customer_page
def change() -> ResponseReturnValue:
    """Return from the check page to the form with the same answers."""
    return filing.form_page(FilingForm())


@service_requests.post("/check")
@customer_page
def check() -> ResponseReturnValue:
    form = FilingForm()
    if not form.check(FileServiceRequest):
        return filing.form_page(form)
    return filing.check_page(form)


@service_requests.get("/check")
@customer_page
def check_again() -> ResponseReturnValue:
    """A GET has no answers to check, since they are only in the form."""
    return redirect(url_for(".request_list"), 303)


@service_requests.post("")
@customer_page
def file() -> ResponseReturnValue:
    form = FilingForm()
    filed = form.submit(FileServiceRequest)
    if filed is None:
        return filing.form_page(form) if form.refused_fields else filing.check_page(form)
    return redirect(url_for(".received", reference=filed["reference_number"]), 303)


@service_requests.get(f"{REFERENCE}/received")
@customer_page
def received(reference: str) -> ResponseReturnValue:
    filed = query(GetServiceRequest, reference_number=reference).answer()
    return render_template("service_requests/received.html", filed=ServiceRequest(filed))


@service_requests.get(REFERENCE)
@customer_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(DETAIL, MessageForm.shown(), reference)


@service_requests.post(f"{REFERENCE}/messages")
@customer_page
def write(reference: str) -> ResponseReturnValue:
    return _submit(PostMessage, MessageForm(), reference, DETAIL, "written")


@service_requests.post(f"{REFERENCE}/solved")
@customer_page
def close(reference: str) -> ResponseReturnValue:
    return _submit(CloseServiceRequest, OnceForm(), reference, "service_requests/solved.html", "closed")


@service_requests.get(f"{REFERENCE}/solved")
@customer_page
def confirm_close(reference: str) -> ResponseReturnValue:
    return _page("service_requests/solved.html", OnceForm.shown(), reference)


@service_requests.get(f"{REFERENCE}/reopen")
@customer_page
def reopen_page(reference: str) -> ResponseReturnValue:
    return _page("service_requests/reopen.html", NoteForm.shown(), reference)


@service_requests.post(f"{REFERENCE}/reopen")
@customer_page
def reopen(reference: str) -> ResponseReturnValue:
    return _submit(ReopenServiceRequest, NoteForm(), reference, "service_requests/reopen.html", "reopened")


@service_requests.get(f"{REFERENCE}/cancel")
@customer_page
def confirm_cancel(reference: str) -> ResponseReturnValue:
    return _page("service_requests/cancel.html", OnceForm.shown(), reference)


@service_requests.post(f"{REFERENCE}/cancel")
@customer_page
def cancel(reference: str) -> ResponseReturnValue:
    return _submit(CancelServiceRequest, OnceForm(), reference, "service_requests/cancel.html", "cancelled")


def _submit(
    operation: type[Command], form: PortalForm, reference: str, template: str, done: str
) -> ResponseReturnValue:
    then = url_for(".detail", reference=reference, done=done)
    return form.act(operation, reference_number=reference, again=lambda: _page(template, form, reference), then=then)


def _page(template: str, form: PortalForm, reference: str) -> ResponseReturnValue:
    found = panels.collect(found=Required(query(GetServiceRequest, reference_number=reference))).found
    message = form if isinstance(form, MessageForm) else MessageForm.shown()
    page = render_template(template, form=form, message=message, filed=ServiceRequest(found), done=listing.done(DONE))
    return page, form.status
