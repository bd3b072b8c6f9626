"""Downloads of orders: CSV and Excel."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from services.chassis.contract import NotFound, TooManyAttempts
from services.ordering.contracts import ListOrders
from tests.gateway.installation import CUSTOMER, STAFF, Installation

ANSWER: dict[str, Any] = ListOrders.example[1]
ROW: dict[str, Any] = ANSWER["rows"][0] | {"total": {"amount": 123450, "currency": "EUR"}}
MACHINE = "01980000-0000-7000-8000-000000000012"
PATHS = [
    (CUSTOMER, "/orders/export"),
    (STAFF, "/backoffice/orders/export"),
    (CUSTOMER, f"/machines/{MACHINE}/orders/export"),
]
HEADER = [
    "Referentie", "Geplaatst", "Status", "Besteld door", "Uw referentie of inkoopnummer", "Aantal stuks",
    "Totaal exclusief btw", "Valuta", "Organisatie of vestiging", "Plaats",
]  # fmt: skip
NAMES = {"rows": [{"id": ROW["orderer_id"], "name": "Sanne de Wit"}]}


def _csv(installation: Installation, who: str, path: str, separator: str = ";") -> list[list[str]]:
    text = installation.browser(who).get(path).text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))


def _sheet(installation: Installation, path: str) -> Any:
    response = installation.browser(CUSTOMER).get(path)
    assert response.headers["Content-Disposition"] == 'attachment; filename="orders.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(response.data)).active


@pytest.fixture
def stocked(installation: Installation) -> Installation:
    """One order with a price, of a colleague whose name the reader may know."""
    installation.responses |= {"export_orders": ANSWER | {"rows": [ROW]}, "list_person_names": NAMES}
    return installation


def test_csv_has_the_columns_that_people_want(stocked: Installation) -> None:
    header, row = _csv(stocked, CUSTOMER, "/orders/export.csv")
    assert header == HEADER
    assert row == [
        "SO-2207-6143-5", "3 mrt 2026 09:12", "Geplaatst", "Sanne de Wit", "PO-2026-118", "2", "1234,50", "EUR",
        "Van Dijk Logistiek B.V.", "Amsterdam",
    ]  # fmt: skip


def test_staff_read_the_customer_and_whose_reference_it_is(stocked: Installation) -> None:
    header, row = _csv(stocked, STAFF, "/backoffice/orders/export.csv")
    assert (header[4], header[-1], row[-1]) == (
        "Referentie of inkoopnummer van de klant", "Klant", "Van Dijk Logistiek B.V.",
    )  # fmt: skip


def test_excel_has_numbers_and_times_as_such(stocked: Installation) -> None:
    header, row = _sheet(stocked, "/orders/export.xlsx").iter_rows(values_only=True)
    assert list(header) == HEADER
    assert (row[1].isoformat(), row[5:8]) == ("2026-03-03T09:12:00", (2, 1234.5, "EUR"))


def test_order_without_prices_has_no_total(installation: Installation) -> None:
    row = _csv(installation, CUSTOMER, "/orders/export.csv")[1]
    assert row[6:8] == ["", ""]


@pytest.mark.parametrize(("who", "path"), PATHS)
def test_file_has_the_rows_of_all_pages_of_the_filters(installation: Installation, who: str, path: str) -> None:
    installation.responses["export_orders"] = ANSWER | {"page": ANSWER["page"] | {"next": "abc"}}
    assert len(_csv(installation, who, f"{path}.csv?from_day=2026-05-01&to_day=2026-05-31")) == 3
    (first,), (second,) = installation.calls_of("export_orders"), installation.calls_of("list_orders")
    assert (first.request["from_day"], first.request["to_day"]) == ("2026-05-01", "2026-05-31")
    assert second.request == first.request | {"after": "abc", "limit": 200}
    assert first.request.get("machine_id") == (MACHINE if "machines" in path else None)


@pytest.mark.parametrize("path", ["/orders", f"/machines/{MACHINE}/orders"])
def test_without_rows_there_is_nothing_to_download(installation: Installation, path: str) -> None:
    browser = installation.browser(CUSTOMER)
    assert "export.xlsx" in browser.get(path).text
    installation.responses["list_orders"] = ANSWER | {"rows": []}
    assert "export." not in browser.get(path).text


@pytest.mark.parametrize(("who", "path"), PATHS)
def test_refusals_of_an_export_are_pages(installation: Installation, who: str, path: str) -> None:
    browser = installation.browser(who)
    assert browser.get(f"{path}.csv?from_day=x").status_code == 422
    installation.responses["export_orders"] = TooManyAttempts(seconds=180)
    assert browser.get(f"{path}.xlsx").status_code == 429


def test_orders_of_a_machine_out_of_scope_are_not_found(installation: Installation) -> None:
    installation.responses["get_machine"] = NotFound()
    response = installation.browser(CUSTOMER).get(f"/machines/{MACHINE}/orders/export.csv")
    assert (response.status_code, installation.calls_of("export_orders")) == (404, [])
