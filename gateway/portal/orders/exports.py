"""Downloads of orders."""

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
from gateway.presenters.orders import OF_THE_CUSTOMER, Order
from services.ordering.contracts import ExportOrders, ListOrders

REFERENCE = "purchase_reference"
COLUMNS = (
    "column.reference", "column.placed", "column.status", "column.orderer", f"delivery.{REFERENCE}", "column.pieces",
    "orders.total", "column.currency", "delivery.name", "delivery.city",
)  # fmt: skip


def order_file(kind: str, filters: dict[str, Any], *, for_staff: bool) -> Response:
    """The orders of these filters (of the contract), in the order of the list."""
    first = query(ExportOrders, **filters).answer()
    pages = exports.all_pages(first, partial(query, ListOrders, **filters))
    header = [t(key) for key in COLUMNS]
    if for_staff:
        header[COLUMNS.index(f"delivery.{REFERENCE}")] = t(OF_THE_CUSTOMER[REFERENCE])
        header.append(t("column.customer"))
    rows = (cells for page in pages for cells in _rows(page, for_staff=for_staff))
    return exports.file(kind, "orders", header, rows)


def _rows(page: list[dict[str, Any]], *, for_staff: bool) -> Iterator[list[Cell]]:
    names = names_of(row["orderer_id"] for row in page)
    for row in page:
        orderer = guest_name(row["guest"]) or names.get(row["orderer_id"], "")
        cells = _cells(Order(row, for_staff=for_staff), orderer)
        yield [*cells, row["customer_name"]] if for_staff else cells


def _cells(order: Order, orderer: str) -> list[Cell]:
    row, place = order.row, order.row["deliver_to"]
    about: list[Cell] = [order.reference, dt.datetime.fromisoformat(row["placed_at"]), order.tag.text, orderer]
    return [*about, row[REFERENCE], row["pieces"], *exports.money_cells(row["total"]), place["name"], place["city"]]
