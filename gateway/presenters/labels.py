"""The label of a machine, on screen and on paper."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import segno
from flask import current_app, url_for
from markupsafe import Markup

from gateway.language import t
from gateway.presenters.machines import Machine


class Label(NamedTuple):
    """What is printed: `lines` under the brand, the first of them large; `url` in the QR code."""

    brand: str
    lines: tuple[str, ...]
    url: str


def qr_code(url: str) -> segno.QRCode:
    """A code that survives a scratch: error correction level M restores 15 %."""
    return segno.make_qr(url, error="m")


@dataclass(frozen=True, slots=True)
class MachineLabel:
    """`row` is the contract's `LabelRow` with a code."""

    row: dict[str, Any]
    brand: str
    telephone: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """With the dealer's name and telephone number from the settings."""
        return cls(row, current_app.config["ORGANIZER"]["name"] or t("brand.name"), current_app.config["TELEPHONE"])

    @property
    def url(self) -> str:
        """What the QR code holds. The host is that of the settings, whatever the request says."""
        return f"{current_app.config['PORTAL_URL']}{url_for('guests.label_page', code=self.row['code'])}"

    @property
    def address(self) -> str:
        """What people type who cannot scan: the host and the page for number and postcode."""
        return f"{urlsplit(current_app.config['PORTAL_URL']).netloc}{url_for('guests.find_page')}"

    @property
    def number(self) -> str:
        return str(self.row["equipment_number"] or self.row["serial_number"])

    @property
    def model(self) -> str:
        return Machine(self.row).model

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.number, self.model, t("labels.scan"), self.address, self.telephone)

    @property
    def printed(self) -> Label:
        return Label(self.brand, self.lines, self.url)

    @property
    def image(self) -> Markup:
        """The QR code as an SVG image without inline styles."""
        svg = qr_code(self.url).svg_inline(omitsize=True, svgclass="qr", lineclass=None)
        return Markup(svg)  # noqa: S704  # made of numbers only
