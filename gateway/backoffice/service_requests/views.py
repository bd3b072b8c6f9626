"""The service requests of all customers, and taking one in hand."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import servicedesk
from gateway.clients.servicedesk import STATUSES
from gateway.forms import OnceForm
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.looks import tags
from gateway.looks.requests import ServiceRequest
from gateway.panels import Needed
from gateway.portal.service_requests.filters import RequestFilters

staff_requests = Blueprint("staff_requests", __name__, url_prefix="/backoffice/service-requests")

REFERENCE = "/<string(maxlength=20):reference>"


@staff_requests.get("")
@staff_page
def request_list() -> ResponseReturnValue:
    filters = RequestFilters.asked()
    page = panels.collect(found=Needed(servicedesk.list_requests(**filters.in_call(), **listing.cursors())))
    rows = [ServiceRequest(row, for_staff=True) for row in page.found["rows"]]
    return listing.render_list(
        "backoffice/service_requests/list.html",
        "backoffice/service_requests/results.html",
        filters=filters,
        statuses=[(code, tags.request_status(code)) for code in STATUSES],
        found=Listing.of(page.found["page"], rows, "requests.found", filters.in_url()),
    )


@staff_requests.get(REFERENCE)
@staff_page
def detail(reference: str) -> ResponseReturnValue:
    return _detail_page(OnceForm(), reference)


@staff_requests.post(f"{REFERENCE}/accept")
@staff_page
def accept(reference: str) -> ResponseReturnValue:
    form = OnceForm()
    if form.submit(servicedesk.accept_request, form.once.data, reference) is None:
        return _detail_page(form, reference)
    return redirect(url_for(".detail", reference=reference, accepted=1), 303)


def _detail_page(form: OnceForm, reference: str) -> ResponseReturnValue:
    page = panels.collect(found=Needed(servicedesk.find_request(reference)))
    filed = ServiceRequest(page.found, for_staff=True)
    accepted = "accepted" in request.args and page.found["status"] == "accepted"
    return (
        render_template("backoffice/service_requests/detail.html", form=form, filed=filed, just_accepted=accepted),
        form.status,
    )
