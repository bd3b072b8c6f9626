"""Downloads of service requests: CSV and Excel."""

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from werkzeug.test import TestResponse

from services.chassis.contract import NotFound, TooManyAttempts
from services.servicedesk.contracts import ListServiceRequests
from tests.gateway.installation import CUSTOMER, STAFF, Installation

ANSWER: dict[str, Any] = ListServiceRequests.example[1]
ROW: dict[str, Any] = ANSWER["rows"][0]
MACHINE = ROW["machine"]["id"]
PATHS = [
    (CUSTOMER, "/service-requests/export"),
    (STAFF, "/backoffice/service-requests/export"),
    (CUSTOMER, f"/machines/{MACHINE}/service-history/export"),
]
HEADER = [
    "Referentie", "Ontvangen", "Status", "Categorie", "Urgentie", "Model", "Eigen referentie",
    "Machinenummer (sticker)", "Serienummer", "Locatie", "Plaats", "Aangevraagd door", "Laatste wijziging", "Bezoek",
]  # fmt: skip
VISIT = {"begins_at": "2026-03-05T09:00:00+00:00", "ends_at": "2026-03-05T11:00:00+00:00", "number": 1}


def _rows(response: TestResponse, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"), newline=""), delimiter=separator))


def _sheet(response: TestResponse) -> Any:
    return openpyxl.load_workbook(io.BytesIO(response.data)).active


def _names(*ids: str) -> dict[str, Any]:
    return {"rows": [{"id": id, "name": "Sanne de Wit"} for id in ids]}


def test_csv_has_the_columns_that_people_want(installation: Installation) -> None:
    installation.responses |= {
        "export_service_requests": ANSWER | {"rows": [ROW | {"status": "scheduled", "visit": VISIT}]},
        "list_person_names": _names(ROW["requester_id"]),
    }
    response = installation.browser(CUSTOMER).get("/service-requests/export.csv")
    assert (response.mimetype, response.data[:3]) == ("text/csv", b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="service-requests.csv"'
    header, row = _rows(response)
    assert header == HEADER
    assert row == [
        "SR-4401-9273-5", "3 mrt 2026 09:12", "Bezoek gepland", "Papierstoring", "Normaal",
        "Konica Minolta bizhub C250i", "Balie 2e etage", "10042", "A7PY0SAMPLE18", "Hoofdkantoor", "Amsterdam",
        "Sanne de Wit", "3 mrt 2026 09:12", "donderdag 5 mrt 2026 10:00 – 12:00",
    ]  # fmt: skip


def test_english_csv_has_commas(installation: Installation) -> None:
    browser = installation.browser(CUSTOMER)
    browser.set_cookie("language", "en")
    header, row = _rows(browser.get("/service-requests/export.csv"), ",")
    assert (len(header), header[:2], row[1]) == (len(HEADER), ["Reference", "Received"], "3 Mar 2026 09:12")


def test_staff_read_the_customer(installation: Installation) -> None:
    header, row = _rows(installation.browser(STAFF).get("/backoffice/service-requests/export.csv"))
    assert (header[-1], row[-1]) == ("Klant", "Van Dijk Logistiek B.V.")


def test_requester_whom_the_reader_may_not_know_is_left_out(installation: Installation) -> None:
    installation.responses["list_person_names"] = _names()
    _, row = _rows(installation.browser(CUSTOMER).get("/service-requests/export.csv"))
    assert row[HEADER.index("Aangevraagd door")] == ""


def test_excel_file_has_the_same_columns_with_times_as_such(installation: Installation) -> None:
    installation.responses["list_person_names"] = _names(ROW["requester_id"])
    response = installation.browser(CUSTOMER).get("/service-requests/export.xlsx")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["Content-Disposition"] == 'attachment; filename="service-requests.xlsx"'
    header, row = _sheet(response).iter_rows(values_only=True)
    assert list(header) == HEADER
    assert (row[0], row[2:5]) == ("SR-4401-9273-5", ("Ontvangen", "Papierstoring", "Normaal"))
    assert row[1].isoformat() == "2026-03-03T09:12:00"
    assert row[11] == "Sanne de Wit"


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "http://x.example", "＝1+1", "{=1}"])
def test_typed_text_is_text_in_excel(installation: Installation, typed: str) -> None:
    machine = ROW["machine"] | {"own_reference": typed}
    installation.responses["export_service_requests"] = ANSWER | {"rows": [ROW | {"machine": machine}]}
    sheet = _sheet(installation.browser(CUSTOMER).get("/service-requests/export.xlsx"))
    cell = sheet.cell(2, HEADER.index("Eigen referentie") + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


def test_typed_text_is_no_formula_in_csv(installation: Installation) -> None:
    machine = ROW["machine"] | {"own_reference": "=1+1"}
    installation.responses["export_service_requests"] = ANSWER | {"rows": [ROW | {"machine": machine}]}
    assert "'=1+1" in _rows(installation.browser(CUSTOMER).get("/service-requests/export.csv"))[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("who", "path"), PATHS)
def test_file_has_the_rows_of_all_pages_of_the_filters(
    installation: Installation, who: str, path: str, kind: str
) -> None:
    installation.responses["export_service_requests"] = ANSWER | {"page": ANSWER["page"] | {"next": "abc"}}
    query = "from_day=2026-05-01&to_day=2026-05-31"
    response = installation.browser(who).get(f"{path}.{kind}?{query}")
    rows = _rows(response) if kind == "csv" else list(_sheet(response).iter_rows(values_only=True))
    assert len(rows) == 3
    (first,), (second,) = (
        installation.calls_of("export_service_requests"),
        installation.calls_of("list_service_requests"),
    )
    assert (first.request["from_day"], first.request["to_day"]) == ("2026-05-01", "2026-05-31")
    assert second.request == first.request | {"after": "abc", "limit": 200}
    assert first.request.get("machine_id") == (MACHINE if "machines" in path else None)


def test_buttons_have_the_filters_of_the_list(installation: Installation) -> None:
    page = installation.browser(STAFF).get(
        "/backoffice/service-requests?text=balie&status=closed&open=1&from_day=2026-05-01",
        headers={"X-Fragment": "results"},
    )
    links = [unescape(link) for link in re.findall(r'href="([^"]+export\.[^"]+)"', page.text)]
    query = "text=balie&from_day=2026-05-01&status=closed&open=1"
    assert links == [f"/backoffice/service-requests/export.{kind}?{query}" for kind in ("csv", "xlsx")]


@pytest.mark.parametrize("path", ["/service-requests", f"/machines/{MACHINE}/service-history"])
def test_without_rows_there_is_nothing_to_download(installation: Installation, path: str) -> None:
    browser = installation.browser(CUSTOMER)
    assert "export.xlsx" in browser.get(path).text
    installation.responses["list_service_requests"] = ANSWER | {"rows": []}
    assert "export." not in browser.get(path).text


@pytest.mark.parametrize(("who", "path"), PATHS)
def test_export_beyond_the_limit_says_when_the_next_is_possible(
    installation: Installation, who: str, path: str
) -> None:
    installation.responses["export_service_requests"] = TooManyAttempts(seconds=180)
    for kind in ("csv", "xlsx"):
        response = installation.browser(who).get(f"{path}.{kind}")
        assert (response.status_code, response.headers["Retry-After"]) == (429, "180")


@pytest.mark.parametrize(("who", "path"), PATHS)
def test_export_of_a_wrong_period_is_refused(installation: Installation, who: str, path: str) -> None:
    assert installation.browser(who).get(f"{path}.xlsx?from_day=x").status_code == 422


def test_history_of_a_machine_out_of_scope_is_not_found(installation: Installation) -> None:
    installation.responses["get_machine"] = NotFound()
    response = installation.browser(CUSTOMER).get(f"/machines/{MACHINE}/service-history/export.csv")
    assert (response.status_code, installation.calls_of("export_service_requests")) == (404, [])
