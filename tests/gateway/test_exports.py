"""CSV exports contain no formulas (OWASP ASVS 5.0, 1.2.10)."""

import csv
import io
import re
from typing import Any

import pytest

from gateway.exports import harmless
from services.chassis.contract import TooManyAttempts
from services.identity.contracts import ListAudit
from tests.gateway.installation import CUSTOMER, Installation

ROW: dict[str, Any] = ListAudit.example[1]["rows"][0]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
]


def _exported(installation: Installation, **row: Any) -> list[list[str]]:
    installation.responses["export_audit"] = ListAudit.example[1] | {"rows": [ROW | row]}
    text = installation.browser(CUSTOMER).get("/users/audit/export.csv").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("typed", FORMULAS)
def test_typed_text_is_no_formula_in_the_audit_export(installation: Installation, typed: str) -> None:
    rows = _exported(installation, actor_name=typed, subject_name=typed)
    cells = [cell for row in rows for cell in row]
    assert harmless(typed) in cells
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠ \u200b"))] == []


@pytest.mark.parametrize("separator", [";", ",", "\t", "\n"])
def test_typed_text_is_no_formula_whatever_separator_the_spreadsheet_expects(separator: str) -> None:
    cells = harmless(f"Jan{separator}=1+1{separator}x").split(separator)
    assert cells == ["Jan", "'=1+1", "x"]


@pytest.mark.parametrize("name", ['Bos; "Piet"', "Bos\nPiet", "Bos, Piet", 'Bos";"'])
def test_name_stays_within_its_cell(installation: Installation, name: str) -> None:
    header, row = _exported(installation, subject_name=name)
    assert len(row) == len(header)
    assert row[3] == name


@pytest.mark.parametrize("name", ["Sanne de Wit", "O'Brien", "1-2", "", "Ωmega", "Hal 2, -1 trap"])
def test_text_that_is_no_formula_is_unchanged(name: str) -> None:
    assert harmless(name) == name


@pytest.mark.parametrize(("query", "action"), [("?action=rights_changed", "rights_changed"), ("?action=x", None)])
def test_export_has_the_filter_of_the_page(installation: Installation, query: str, action: str | None) -> None:
    page = ListAudit.example[1]["page"]
    first = ListAudit.example[1] | {"rows": [ROW], "page": page | {"next": "abc"}}
    installation.responses |= {"export_audit": first, "list_audit": first | {"page": page}}
    browser = installation.browser(CUSTOMER)
    html = browser.get(f"/users/audit{query}").text
    (link,) = re.findall(r'href="(/users/audit/export.csv[^"]*)"', html)
    installation.calls.clear()
    assert browser.get(link).text.count("\n") == 3
    calls = installation.calls_of("export_audit") + installation.calls_of("list_audit")
    assert [call.request.get("action") for call in calls] == [action, action]


def test_export_beyond_the_limit_says_when_the_next_is_possible(installation: Installation) -> None:
    installation.responses["export_audit"] = TooManyAttempts(seconds=180)
    response = installation.browser(CUSTOMER).get("/users/audit/export.csv")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "180")
    assert ("Probeer het opnieuw over 3 minuten" in response.text, "Wacht een paar minuten" in response.text) == (
        True,
        False,
    )


def test_export_is_an_uncached_download(installation: Installation) -> None:
    response = installation.browser(CUSTOMER).get("/users/audit/export.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert (response.headers["Cache-Control"], response.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
