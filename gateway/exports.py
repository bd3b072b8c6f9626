"""Lists to take along, as CSV (RFC 4180) that a spreadsheet opens without asking and without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

from gateway import language

BYTE_ORDER_MARK = "\ufeff"
"""By it, spreadsheets know that the file is UTF-8."""
SEPARATORS = {"nl": ";"}
"""What a spreadsheet of that language expects between cells; a comma elsewhere."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Some spreadsheets take the wide forms for the same signs."""


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A download that is written while it is read."""
    separator = SEPARATORS.get(language.current(), ",")

    def written() -> Iterator[str]:
        yield BYTE_ORDER_MARK + _line(header, separator)
        for row in rows:
            yield _line([harmless(cell) for cell in row], separator)

    answer = Response(stream_with_context(written()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute: what somebody typed may begin like a formula."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def _line(cells: Sequence[str], separator: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=separator).writerow(cells)
    return line.getvalue()
