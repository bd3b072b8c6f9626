"""Service requests: list, detail page, filing, and the customer's changes of status."""

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import callers, listing, notices
from gateway.authors import authors_of
from gateway.clients import query
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import customer_page
from gateway.periods import RequestPeriodForm, list_page
from gateway.portal.machines import choosing
from gateway.portal.machines.filters import PlaceFilters
from gateway.portal.service_requests import filing
from gateway.portal.service_requests.exports import request_file
from gateway.portal.service_requests.filters import RequestFilters
from gateway.portal.service_requests.forms import FilingForm, MessageForm, NoteForm
from gateway.presenters import tags
from gateway.presenters.machines import Machine
from gateway.presenters.requests import ServiceRequest
from gateway.read_only import form_page
from gateway.visit_calendar import visit_file
from services.chassis.contract import Command
from services.servicedesk.contracts import (
    CancelServiceRequest,
    CloseServiceRequest,
    CountArticleSolved,
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
SOLVED = "service_requests/solved.html"
REOPEN = "service_requests/reopen.html"
CANCEL = "service_requests/cancel.html"
DONE = ("cancelled", "closed", "reopened", "written")
"""Messages of the page: what was done before the redirect to it."""
DONE_WITHOUT_REQUEST = ("solved_by_article",)
"""Messages of the list."""


@service_requests.get("")
@customer_page
def request_list() -> ResponseReturnValue:
    statuses = tags.choices("request_status", RequestStatus, to_customer=True)
    return list_page(
        "service_requests/list.html",
        ListServiceRequests,
        RequestFilters.from_request(),
        RequestPeriodForm,
        ServiceRequest,
        "requests.found",
        statuses=statuses,
        done=notices.shown(DONE_WITHOUT_REQUEST),
    )


@service_requests.get("/export.csv", defaults={"kind": "csv"})
@service_requests.get("/export.xlsx", defaults={"kind": "xlsx"})
@customer_page
def export(kind: str) -> Response:
    """The requests of the list's filters."""
    return request_file(kind, RequestFilters.from_request().call_parameters(), for_staff=False)


@service_requests.get("/new")
@customer_page
@form_page
def new() -> ResponseReturnValue:
    """The form with the person's contact data. Without a machine in the query string, a list to choose one from."""
    person = callers.current_person()
    person.expect_right("request_service")
    machine_id = listing.chosen_id("machine")
    if machine_id is None:
        return _choose_machine()
    form = FilingForm.shown(
        machine_id=machine_id, urgency="normal", contact_name=person.name, telephone=person.telephone
    )
    return filing.form_page(form)


def _choose_machine() -> str:
    filters = PlaceFilters.from_request()
    page = choosing.collect(filters, with_supplies=False)
    machines = map(Machine, page.found["rows"])
    return listing.render_list(
        "service_requests/choose_machine.html", page.found, machines, "machines.found", filters, choices=page.choices
    )


@service_requests.post("/new")
@customer_page
def edit() -> ResponseReturnValue:
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
def leave_check_page() -> ResponseReturnValue:
    """A reload by GET has lost the answers, which are in no session: redirect to the list."""
    return redirect(url_for(".request_list"), 303)


@service_requests.post("")
@customer_page
def file() -> ResponseReturnValue:
    form = FilingForm()
    filed = form.submit(FileServiceRequest)
    if filed is None:
        return filing.form_page(form) if form.refused_fields else filing.check_page(form)
    return redirect(url_for(".received", reference=filed["reference_number"]), 303)


@service_requests.post("/solved-by-article/<uuid:article_id>")
@customer_page
def solved_by_article(article_id: UUID) -> ResponseReturnValue:
    """An article solved the problem, so that the request is not filed."""
    redirect_to = url_for(".request_list")
    return ButtonForm().act(
        CountArticleSolved, article_id=article_id, on_error=_not_counted, redirect_to=redirect_to,
        done="solved_by_article",
    )  # fmt: skip


def _not_counted(_form: ButtonForm, article_id: UUID) -> ResponseReturnValue:
    """The article was withdrawn meanwhile, or answers came too often: nothing that concerns the user."""
    return redirect(url_for(".request_list"), 303)


@service_requests.get(f"{REFERENCE}/received")
@customer_page
def received(reference: str) -> ResponseReturnValue:
    """After the request was filed. Once it has been handled, the page redirects to that of the request."""
    filed = query(GetServiceRequest, reference_number=reference).answer()
    if filed["status"] != RequestStatus.RECEIVED:
        return redirect(url_for(".detail", reference=reference), 303)
    return render_template("service_requests/received.html", filed=ServiceRequest(filed))


@service_requests.get(REFERENCE)
@customer_page
def detail(reference: str) -> ResponseReturnValue:
    return _page(MessageForm.shown(), reference)


@service_requests.get(f"{REFERENCE}/visit.ics")
@customer_page
def visit_calendar(reference: str) -> ResponseReturnValue:
    """The calendar file of the planned visit. Not found without one."""
    row = query(GetServiceRequest, reference_number=reference).answer()
    return visit_file(row, url_for(".detail", reference=reference))


@service_requests.post(f"{REFERENCE}/messages")
@customer_page
def post_message(reference: str) -> ResponseReturnValue:
    return _act(PostMessage, MessageForm(), reference, "written")


@service_requests.post(f"{REFERENCE}/solved")
@customer_page
def close(reference: str) -> ResponseReturnValue:
    return _act(CloseServiceRequest, ButtonForm(), reference, "closed", SOLVED)


@service_requests.get(f"{REFERENCE}/solved")
@customer_page
@form_page
def confirm_close(reference: str) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), reference, SOLVED)


@service_requests.get(f"{REFERENCE}/reopen")
@customer_page
@form_page
def reopen_page(reference: str) -> ResponseReturnValue:
    return _page(NoteForm.shown(), reference, REOPEN)


@service_requests.post(f"{REFERENCE}/reopen")
@customer_page
def reopen(reference: str) -> ResponseReturnValue:
    return _act(ReopenServiceRequest, NoteForm(), reference, "reopened", REOPEN)


@service_requests.get(f"{REFERENCE}/cancel")
@customer_page
@form_page
def confirm_cancel(reference: str) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), reference, CANCEL)


@service_requests.post(f"{REFERENCE}/cancel")
@customer_page
def cancel(reference: str) -> ResponseReturnValue:
    return _act(CancelServiceRequest, ButtonForm(), reference, "cancelled", CANCEL)


def _act(
    operation: type[Command], form: PortalForm, reference: str, done: str, template: str = DETAIL
) -> ResponseReturnValue:
    return form.act(operation, reference_number=reference, on_error=partial(_page, template=template), done=done)


def _page(form: PortalForm, reference: str, template: str = DETAIL) -> ResponseReturnValue:
    row = query(GetServiceRequest, reference_number=reference).answer()
    filed = ServiceRequest(row, authors=authors_of(row) if template == DETAIL else {})
    message = form if isinstance(form, MessageForm) else MessageForm.shown()
    context = {"message": message, "filed": filed, "done": notices.shown(DONE)}
    return render_template(template, form=form, **context), form.status
