"""Downloads of service requests."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Response

from gateway import exports
from gateway.authors import names_of
from gateway.clients import query
from gateway.exports import Cell
from gateway.language import t
from gateway.presenters.guest_work import guest_name
from gateway.presenters.requests import ServiceRequest
from services.servicedesk.contracts import ExportServiceRequests, ListServiceRequests

COLUMNS = (
    "column.reference", "column.received", "column.status", "requests.category", "requests.urgency", "machine.model",
    "column.own_reference", "machine.equipment_number", "machine.serial_number", "filter.site", "column.city",
    "column.requester", "column.changed", "column.visit",
)  # fmt: skip
FOR_STAFF = ("column.customer",)


def request_file(kind: str, filters: dict[str, Any], *, for_staff: bool) -> Response:
    """The requests of these filters (of the contract), in the order of the list."""
    first = query(ExportServiceRequests, **filters).answer()
    pages = exports.all_pages(first, partial(query, ListServiceRequests, **filters))
    header = [t(key) for key in (*COLUMNS, *(FOR_STAFF if for_staff else ()))]
    rows = (cells for page in pages for cells in _rows(page, for_staff=for_staff))
    return exports.file(kind, "service-requests", header, rows)


def _rows(page: list[dict[str, Any]], *, for_staff: bool) -> Iterator[list[Cell]]:
    names = names_of(row["requester_id"] for row in page)
    for row in page:
        requester = guest_name(row["guest"]) or names.get(row["requester_id"], "")
        cells = _cells(ServiceRequest(row, for_staff=for_staff), requester)
        yield [*cells, row["customer_name"]] if for_staff else cells


def _cells(filed: ServiceRequest, requester: str) -> list[Cell]:
    row, machine = filed.row, filed.row["machine"]
    received, changed = (dt.datetime.fromisoformat(row[name]) for name in ("received_at", "changed_at"))
    about = [filed.reference, received, filed.tag.text, filed.category, filed.urgency.text]
    names = [machine[name] for name in ("own_reference", "equipment_number", "serial_number", "site", "city")]
    return [*about, filed.machine.model, *names, requester, changed, filed.visit]
