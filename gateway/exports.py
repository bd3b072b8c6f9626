"""CSV downloads (RFC 4180), protected against formula injection (OWASP CSV Injection)."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context

from gateway import language
from gateway.panels import PendingResponse
from services.chassis.contract.paging import MAX_ROWS

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets recognise UTF-8 by it."""
SEPARATORS = {"nl": ";"}
"""The separator that spreadsheets expect, by language; a comma for the others."""
_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;,\t\r\n])(?=[=+\-@＝＋－＠])")
"""Where a spreadsheet would begin a formula: at the start of a cell, also of one that begins at a separator which the
file does not use. Some spreadsheets treat the full-width characters alike."""


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A streamed download. Cells of `rows` are escaped; the header is not."""
    separator = SEPARATORS.get(language.current(), ",")

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK + _line(header, separator)
        for row in rows:
            yield _line([harmless(cell) for cell in row], separator)

    response = Response(stream_with_context(lines()), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def all_rows(page: dict[str, Any], next_page: Callable[..., PendingResponse]) -> Iterator[dict[str, Any]]:
    """The rows of this page of a list and of all that follow; `next_page(after=…, limit=…)` queries one of them."""
    while True:
        yield from page["rows"]
        if not (after := page["page"]["next"]):
            return
        page = next_page(after=after, limit=MAX_ROWS).answer()


def harmless(cell: str) -> str:
    """The cell, with an apostrophe wherever a spreadsheet would read a formula."""
    return _FORMULA.sub("'", cell)


def _line(cells: Sequence[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator).writerow(cells)
    return line.getvalue()
