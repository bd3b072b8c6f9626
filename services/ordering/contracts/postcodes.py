"""How postcodes are written, for the countries that the portal offers."""

import re
from typing import NamedTuple


class Format(NamedTuple):
    """`pattern` matches a postcode in capitals without spaces and hyphens; `written` is its replacement with them."""

    pattern: str
    written: str
    example: str


FORMATS = {
    "NL": Format(r"([1-9]\d{3})([A-Z]{2})", r"\1 \2", "1234 AB"),
    "BE": Format(r"(?:B)?([1-9]\d{3})", r"\1", "1000"),
    "DE": Format(r"(?:D)?(\d{5})", r"\1", "10115"),
    "LU": Format(r"(?:L)?(\d{4})", r"\1", "1009"),
    "FR": Format(r"(?:F)?(\d{5})", r"\1", "75001"),
    "GB": Format(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", r"\1 \2", "SW1A 1AA"),
}
"""By country (ISO 3166-1 alpha-2). A country code before the digits is dropped."""


def written_postcode(postcode: str, country: str) -> str:
    """The postcode as it is written in that country; unchanged if its format is not in FORMATS. Raises ValueError with
    an example if it has another format."""
    if country not in FORMATS:
        return postcode
    format_ = FORMATS[country]
    match = re.fullmatch(format_.pattern, re.sub(r"[\s-]", "", postcode).upper(), re.ASCII)
    if match is None:
        raise ValueError(format_.example)
    return match.expand(format_.written)
