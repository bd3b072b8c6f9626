"""The page of the list of service requests, for customers and for staff."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from gateway import listing, periods
from gateway.clients import query
from gateway.periods import RequestPeriodForm
from gateway.portal.service_requests.filters import RequestFilters
from gateway.presenters.requests import ServiceRequest
from services.servicedesk.contracts import ListServiceRequests


def list_page(presented: Callable[[dict[str, Any]], ServiceRequest], **context: Any) -> ResponseReturnValue:
    """The requests of the query string's filters; with a period that is refused none, and the messages about it."""
    filters, form = RequestFilters.from_request(), RequestPeriodForm(request.args)
    call = query(ListServiceRequests, **filters.call_parameters(), **listing.cursors())
    found = form.checked(call).answer()
    parameters = filters.url_parameters()
    page = listing.render_list(
        "service_requests/list.html",
        found,
        map(presented, found["rows"]),
        "requests.found",
        filters,
        is_queue=found["is_queue"],
        period_form=form,
        usual_periods=periods.usual_periods(parameters, found["period"]),
        downloads=periods.downloads(".export", parameters),
        **context,
    )
    return page, form.status
