"""Downloads for spreadsheets: CSV (RFC 4180), protected against formula injection (OWASP CSV Injection), and Excel."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from babel.numbers import format_decimal
from flask import Response, current_app, stream_with_context

from gateway import language
from gateway.panels import PendingResponse
from services.chassis.catalogues import locale_of
from services.chassis.contract.paging import MAX_ROWS
from services.chassis.money import decimal_amount

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets recognise UTF-8 by it."""
SEPARATORS = {"nl": ";"}
"""The separator that spreadsheets expect, by language; a comma for the others."""
_BLANK = r"[\s\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(rf"^(?={_BLANK}[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;,\t\r\n])(?=[=+\-@＝＋－＠])")
"""Where a spreadsheet would begin a formula: at the start of a cell, also of one that begins at a separator which the
file does not use, and after blanks and invisible characters, which some drop. Some treat the full-width characters
alike."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIME_FORMAT = "yyyy-mm-dd hh:mm"
"""Of Excel, which shows it as such in every language."""
COLUMN_WIDTH = 20
"""Characters."""

KINDS = ("csv", "xlsx")
Cell = str | int | Decimal | dt.datetime
"""Of a row of a file. A time is aware; it is written in the dealer's zone. A Decimal is an amount of money."""


def file(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download of this kind, `csv` or `xlsx`."""
    return excel_file(name, header, rows) if kind == "xlsx" else csv_file(name, header, rows)


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A streamed download. Cells of `rows` are escaped; the header is not."""
    separator = SEPARATORS.get(language.current(), ",")

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK + _line(header, separator)
        for row in rows:
            yield _line([harmless(_text(cell)) for cell in row], separator)

    return _download(Response(stream_with_context(lines()), mimetype="text/csv"), f"{name}.csv")


def excel_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A workbook with one sheet. Text is written as such, so that no cell is a formula or a link. Rows are in a
    temporary file until it is complete, so that their number costs little memory."""
    content, zone = io.BytesIO(), current_app.config["TIME_ZONE"]
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        time = workbook.add_format({"num_format": TIME_FORMAT})
        sheet.set_column(0, len(header) - 1, COLUMN_WIDTH)
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(number, column, cell.astimezone(zone).replace(tzinfo=None), time)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell)
    return _download(Response(content.getvalue(), mimetype=EXCEL), f"{name}.xlsx")


def all_rows(page: dict[str, Any], next_page: Callable[..., PendingResponse]) -> Iterator[dict[str, Any]]:
    """The rows of this page of a list and of all that follow; `next_page(after=…, limit=…)` queries one of them."""
    for rows in all_pages(page, next_page):
        yield from rows


def all_pages(page: dict[str, Any], next_page: Callable[..., PendingResponse]) -> Iterator[list[dict[str, Any]]]:
    """The rows of each page, as of `all_rows`."""
    while True:
        yield page["rows"]
        if not (after := page["page"]["next"]):
            return
        page = next_page(after=after, limit=MAX_ROWS).answer()


def money_cells(price: dict[str, Any] | None) -> list[Cell]:
    """The amount of a `Price` and its currency, both empty without one."""
    return [decimal_amount(price), price["currency"]] if price else ["", ""]


def harmless(cell: str) -> str:
    """The cell, with an apostrophe wherever a spreadsheet would read a formula."""
    return _FORMULA.sub("'", cell)


def _text(cell: Cell) -> str:
    match cell:
        case dt.datetime():
            return language.moment(cell.isoformat())
        case Decimal():
            locale, decimals = locale_of(language.current()), -int(cell.as_tuple().exponent)
            return format_decimal(cell, f"0.{'0' * decimals}", locale=locale)
        case _:
            return str(cell)


def _download(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(cells: Sequence[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator).writerow(cells)
    return line.getvalue()
