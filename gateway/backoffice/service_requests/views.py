"""Service requests of all customers: list, detail page and the dealer's changes of status."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.backoffice.service_requests.forms import VisitForm, WaitForm
from gateway.clients import query
from gateway.forms import OnceForm, PortalForm
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.panels import Required
from gateway.portal.service_requests.filters import RequestFilters
from gateway.portal.service_requests.forms import MessageForm, NoteForm
from gateway.presenters import tags
from gateway.presenters.requests import ServiceRequest
from services.chassis.contract import Command
from services.servicedesk.contracts import (
    AcceptServiceRequest,
    CancelServiceRequest,
    GetServiceRequest,
    HoldServiceRequest,
    ListServiceRequests,
    PostMessage,
    RequestStatus,
    ResolveServiceRequest,
    ScheduleVisit,
    StartServiceRequest,
)

staff_requests = Blueprint("staff_requests", __name__, url_prefix="/backoffice/service-requests")

REFERENCE = "/<string(maxlength=20):reference>"
DETAIL = "backoffice/service_requests/detail.html"
DONE = ("accepted", "cancelled", "resolved", "scheduled", "started", "waiting", "written")
"""Messages that a page shows after a redirect."""


@staff_requests.get("")
@staff_page
def request_list() -> ResponseReturnValue:
    filters = RequestFilters.from_request()
    page = panels.collect(found=Required(query(ListServiceRequests, **filters.in_call(), **listing.cursors())))
    rows = [ServiceRequest(row, for_staff=True) for row in page.found["rows"]]
    return listing.render_list(
        "backoffice/service_requests/list.html",
        "backoffice/service_requests/results.html",
        filters=filters,
        statuses=tags.choices("request_status", RequestStatus),
        found=Listing.of(page.found["page"], rows, "requests.found", filters.in_url()),
    )


@staff_requests.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(DETAIL, MessageForm.shown(), reference)


@staff_requests.post(f"{REFERENCE}/accept")
@staff_page
def accept(reference: str) -> ResponseReturnValue:
    return _submit(AcceptServiceRequest, OnceForm(), reference, DETAIL, "accepted")


@staff_requests.post(f"{REFERENCE}/start")
@staff_page
def start(reference: str) -> ResponseReturnValue:
    return _submit(StartServiceRequest, OnceForm(), reference, DETAIL, "started")


@staff_requests.post(f"{REFERENCE}/messages")
@staff_page
def write(reference: str) -> ResponseReturnValue:
    return _submit(PostMessage, MessageForm(), reference, DETAIL, "written")


@staff_requests.get(f"{REFERENCE}/visit")
@staff_page
def visit_page(reference: str) -> ResponseReturnValue:
    filed = query(GetServiceRequest, reference_number=reference).answer()
    return _render("backoffice/service_requests/visit.html", VisitForm.of(filed), filed)


@staff_requests.post(f"{REFERENCE}/visit")
@staff_page
def visit(reference: str) -> ResponseReturnValue:
    template = "backoffice/service_requests/visit.html"
    return _submit(ScheduleVisit, VisitForm(), reference, template, "scheduled")


@staff_requests.get(f"{REFERENCE}/wait")
@staff_page
def wait_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/service_requests/wait.html", WaitForm.shown(waiting_for="parts"), reference)


@staff_requests.post(f"{REFERENCE}/wait")
@staff_page
def wait(reference: str) -> ResponseReturnValue:
    template = "backoffice/service_requests/wait.html"
    return _submit(HoldServiceRequest, WaitForm(), reference, template, "waiting")


@staff_requests.get(f"{REFERENCE}/resolve")
@staff_page
def resolve_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/service_requests/resolve.html", NoteForm.shown(), reference)


@staff_requests.post(f"{REFERENCE}/resolve")
@staff_page
def resolve(reference: str) -> ResponseReturnValue:
    template = "backoffice/service_requests/resolve.html"
    return _submit(ResolveServiceRequest, NoteForm(), reference, template, "resolved")


@staff_requests.get(f"{REFERENCE}/cancel")
@staff_page
def cancel_page(reference: str) -> ResponseReturnValue:
    return _page("backoffice/service_requests/cancel.html", NoteForm.shown(), reference)


@staff_requests.post(f"{REFERENCE}/cancel")
@staff_page
def cancel(reference: str) -> ResponseReturnValue:
    template = "backoffice/service_requests/cancel.html"
    return _submit(CancelServiceRequest, NoteForm(), reference, template, "cancelled")


def _submit(
    operation: type[Command], form: PortalForm, reference: str, template: str, done: str
) -> ResponseReturnValue:
    then = url_for(".detail", reference=reference, done=done)
    return form.act(operation, reference_number=reference, again=lambda: _page(template, form, reference), then=then)


def _page(template: str, form: PortalForm, reference: str) -> ResponseReturnValue:
    return _render(
        template, form, panels.collect(found=Required(query(GetServiceRequest, reference_number=reference))).found
    )


def _render(template: str, form: PortalForm, found: dict[str, Any]) -> ResponseReturnValue:
    filed = ServiceRequest(found, for_staff=True)
    message = form if isinstance(form, MessageForm) else MessageForm.shown()
    return render_template(template, form=form, message=message, filed=filed, done=listing.done(DONE)), form.status
