"""Labels as a PDF document (ISO 32000), with embedded glyphs for all Latin, Greek and Cyrillic letters."""

import io
import threading
import unicodedata
from collections.abc import Iterable
from importlib.resources import as_file, files

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gateway.portal.labels.sheets import Sheet
from gateway.presenters.labels import Label, qr_code

REGULAR, BOLD = "OpenSans-Regular", "OpenSans-Bold"
LARGEST, SMALL, SMALLEST = 14.0, 8.5, 5.5
"""Sizes of text in points."""
QR_SHARE = 0.36
"""Of a label's width, at most. The padding is the quiet zone around the code: 4 modules (ISO/IEC 18004)."""
LEADING = 1.3
_registering = threading.Lock()


def document(labels: Iterable[Label], sheet: Sheet, first: int, title: str) -> bytes:
    """The labels on sheets, the first one at the place `first`, which counts from 0. The same labels are the same
    bytes."""
    _register_fonts()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=tuple(length * mm for length in sheet.page), invariant=1)
    canvas.setTitle(title)
    for number, label in enumerate(labels, start=first):
        place = number % sheet.labels
        if place == 0 and number > first:
            canvas.showPage()
        left, top = sheet.corner(place)
        _draw(canvas, label, sheet, left * mm, (sheet.page[1] - top - sheet.height) * mm)
    canvas.save()
    return content.getvalue()


def _register_fonts() -> None:
    """Once in a process: requests in other threads may be drawing with them."""
    with _registering:
        for name in {REGULAR, BOLD} - set(pdfmetrics.getRegisteredFontNames()):
            with as_file(files("ttf_opensans") / "ttf" / f"{name}.ttf") as path:
                pdfmetrics.registerFont(TTFont(name, str(path)))


def _draw(canvas: Canvas, label: Label, sheet: Sheet, left: float, bottom: float) -> None:
    """Draw a label, whose lower left corner is given in points: the code to the left, the texts beside it."""
    padding, height = sheet.padding * mm, sheet.height * mm
    size = min(height - 2 * padding, sheet.width * QR_SHARE * mm)
    _draw_code(canvas, label.url, left + padding, bottom + (height - size) / 2, size)
    text_left = left + 2 * padding + size
    width = left + sheet.width * mm - padding - text_left
    number, *others = label.lines
    texts = [(BOLD, SMALL, label.brand), (BOLD, LARGEST, number), *((REGULAR, SMALL, text) for text in others)]
    fitted = [(font, *_fitted(text, font, largest, width)) for font, largest, text in texts if text]
    y = bottom + (height + sum(points * LEADING for _, points, _ in fitted)) / 2
    for font, points, text in fitted:
        y -= points * LEADING
        canvas.setFont(font, points)
        canvas.drawString(text_left, y + points * 0.3, text)


def _draw_code(canvas: Canvas, url: str, left: float, bottom: float, size: float) -> None:
    """Dark modules of a row that touch are one rectangle, so that no light line is between them."""
    rows = [bytes(row) for row in qr_code(url).matrix]
    module = size / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        y = bottom + size - (number + 1) * module
        column = 0
        while (begin := row.find(1, column)) >= 0:
            end = row.find(0, begin)
            column = end if end >= 0 else len(row)
            path.rect(left + begin * module, y, (column - begin) * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _fitted(text: str, font: str, largest: float, width: float) -> tuple[float, str]:
    """The size in which the text is at most so wide, and the text, cut off if it is too wide in the smallest size."""
    text = unicodedata.normalize("NFC", text)
    points = min(largest, largest * width / max(pdfmetrics.stringWidth(text, font, largest), 1))
    if points >= SMALLEST:
        return points, text
    while text and pdfmetrics.stringWidth(f"{text}…", font, SMALLEST) > width:
        text = text[:-1]
    return SMALLEST, f"{text.rstrip()}…"
