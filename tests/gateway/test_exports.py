"""Lists that are taken along: a spreadsheet shows them and computes nothing (OWASP ASVS 5.0, 1.2.10)."""

import csv
import io
import re
from typing import Any

import pytest

from gateway.exports import harmless
from services.identity.contracts import ListAudit
from tests.gateway.installation import CUSTOMER, Installation

ROW: dict[str, Any] = ListAudit.example[1]["rows"][0]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]


def _exported(installation: Installation, **row: Any) -> list[list[str]]:
    installation.answers["list_audit"] = ListAudit.example[1] | {"rows": [ROW | row]}
    text = installation.browser(CUSTOMER).get("/users/audit/export.csv").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_somebody_typed_is_no_formula_in_the_audit_export(installation: Installation, typed: str) -> None:
    rows = _exported(installation, actor_name=typed, subject_name=typed)
    cells = [cell for row in rows for cell in row]
    assert f"'{typed}" in cells
    assert [cell for cell in cells if cell.startswith(tuple(one[0] for one in FORMULAS))] == []


@pytest.mark.parametrize("name", ['Bos; "Piet"', "Bos\nPiet", "Bos, Piet", 'Bos";=1+1;"'])
def test_no_name_begins_another_cell_or_row(installation: Installation, name: str) -> None:
    header, row = _exported(installation, subject_name=name)
    assert len(row) == len(header)
    assert row[3] == name


@pytest.mark.parametrize("name", ["Sanne de Wit", "O'Brien", "1-2", "", "Ωmega"])
def test_what_is_no_formula_stays_as_it_is(name: str) -> None:
    assert harmless(name) == name


@pytest.mark.parametrize(("query", "action"), [("?action=rights_changed", "rights_changed"), ("?action=x", None)])
def test_what_the_filter_shows_is_taken_along(installation: Installation, query: str, action: str | None) -> None:
    page = ListAudit.example[1]["page"]
    first = ListAudit.example[1] | {"rows": [ROW], "page": page | {"next": "abc"}}
    installation.answers["list_audit"] = lambda **asked: first if not asked.get("after") else first | {"page": page}
    browser = installation.browser(CUSTOMER)
    shown = browser.get(f"/users/audit{query}").text
    (link,) = re.findall(r'href="(/users/audit/export.csv[^"]*)"', shown)
    installation.calls.clear()
    assert browser.get(link).text.count("\n") == 3
    assert [call.request.get("action") for call in installation.asked("list_audit")] == [action, action]


def test_an_export_is_a_download_that_nobody_keeps(installation: Installation) -> None:
    answer = installation.browser(CUSTOMER).get("/users/audit/export.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
