"""Service requests of all customers: list, detail page and the dealer's changes of status."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import notices
from gateway.authors import authors_of
from gateway.backoffice.service_requests.forms import VisitForm, WaitForm
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.periods import RequestPeriodForm, list_page
from gateway.portal.service_requests.exports import request_file
from gateway.portal.service_requests.filters import RequestFilters
from gateway.portal.service_requests.forms import MessageForm, NoteForm
from gateway.presenters import tags
from gateway.presenters.requests import ServiceRequest
from gateway.visit_calendar import visit_file
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
VISIT = "backoffice/service_requests/visit.html"
WAIT = "backoffice/service_requests/wait.html"
RESOLVE = "backoffice/service_requests/resolve.html"
CANCEL = "backoffice/service_requests/cancel.html"
DONE = (
    "accepted", "cancelled", "rescheduled", "resolved", "scheduled", "started", "technician_changed", "unchanged",
    "waiting", "written",
)  # fmt: skip
"""Messages of the page: what was done before the redirect to it."""


@staff_requests.get("")
@staff_page
def request_list() -> ResponseReturnValue:
    return list_page(
        "service_requests/list.html",
        ListServiceRequests,
        RequestFilters.from_request(),
        RequestPeriodForm,
        partial(ServiceRequest, for_staff=True),
        "requests.found",
        statuses=tags.choices("request_status", RequestStatus),
    )


@staff_requests.get("/export.csv", defaults={"kind": "csv"})
@staff_requests.get("/export.xlsx", defaults={"kind": "xlsx"})
@staff_page
def export(kind: str) -> Response:
    """The requests of the list's filters."""
    return request_file(kind, RequestFilters.from_request().call_parameters(), for_staff=True)


@staff_requests.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(MessageForm.shown(), reference)


@staff_requests.get(f"{REFERENCE}/visit.ics")
@staff_page
def visit_calendar(reference: str) -> ResponseReturnValue:
    """The calendar file of the planned visit. Not found without one."""
    row = query(GetServiceRequest, reference_number=reference).answer()
    return visit_file(row, url_for(".detail", reference=reference))


@staff_requests.post(f"{REFERENCE}/accept")
@staff_page
def accept(reference: str) -> ResponseReturnValue:
    return _act(AcceptServiceRequest, ButtonForm(), reference, "accepted")


@staff_requests.post(f"{REFERENCE}/start")
@staff_page
def start(reference: str) -> ResponseReturnValue:
    return _act(StartServiceRequest, ButtonForm(), reference, "started")


@staff_requests.post(f"{REFERENCE}/messages")
@staff_page
def post_message(reference: str) -> ResponseReturnValue:
    return _act(PostMessage, MessageForm(), reference, "written")


@staff_requests.get(f"{REFERENCE}/visit")
@staff_page
def visit_page(reference: str) -> ResponseReturnValue:
    return _page(None, reference, VISIT)


@staff_requests.post(f"{REFERENCE}/visit")
@staff_page
def visit(reference: str) -> ResponseReturnValue:
    return _act(ScheduleVisit, VisitForm(), reference, itemgetter("result"), VISIT)


@staff_requests.get(f"{REFERENCE}/wait")
@staff_page
def wait_page(reference: str) -> ResponseReturnValue:
    return _page(WaitForm.shown(waiting_for="parts"), reference, WAIT)


@staff_requests.post(f"{REFERENCE}/wait")
@staff_page
def wait(reference: str) -> ResponseReturnValue:
    return _act(HoldServiceRequest, WaitForm(), reference, "waiting", WAIT)


@staff_requests.get(f"{REFERENCE}/resolve")
@staff_page
def resolve_page(reference: str) -> ResponseReturnValue:
    return _page(NoteForm.shown(), reference, RESOLVE)


@staff_requests.post(f"{REFERENCE}/resolve")
@staff_page
def resolve(reference: str) -> ResponseReturnValue:
    return _act(ResolveServiceRequest, NoteForm(), reference, "resolved", RESOLVE)


@staff_requests.get(f"{REFERENCE}/cancel")
@staff_page
def cancel_page(reference: str) -> ResponseReturnValue:
    return _page(NoteForm.shown(), reference, CANCEL)


@staff_requests.post(f"{REFERENCE}/cancel")
@staff_page
def cancel(reference: str) -> ResponseReturnValue:
    return _act(CancelServiceRequest, NoteForm(), reference, "cancelled", CANCEL)


def _act(
    operation: type[Command],
    form: PortalForm,
    reference: str,
    done: str | Callable[[dict[str, Any]], str],
    template: str = DETAIL,
) -> ResponseReturnValue:
    return form.act(operation, reference_number=reference, on_error=partial(_page, template=template), done=done)


def _page(form: PortalForm | None, reference: str, template: str = DETAIL) -> ResponseReturnValue:
    """Without a form, the page of the visit is filled from the request."""
    row = query(GetServiceRequest, reference_number=reference).answer()
    form = form or VisitForm.of(row)
    if isinstance(form, VisitForm) and form.refusal == "visit_changed":
        form.rebase(row)
    message = form if isinstance(form, MessageForm) else MessageForm.shown()
    filed = ServiceRequest(row, for_staff=True, authors=authors_of(row) if template == DETAIL else {})
    context = {"message": message, "filed": filed, "done": notices.shown(DONE)}
    return render_template(template, form=form, **context), form.status
