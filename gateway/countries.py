"""Names of countries in the reader's language."""

from babel import Locale

from gateway.language import current, t_or
from services.chassis.catalogues import locale_of


def country_name(code: str) -> str:
    """The name of a country by its code (ISO 3166-1 alpha-2): the portal's own text, else that of the CLDR, else the
    code."""
    return t_or(f"country.{code}", Locale.parse(locale_of(current())).territories.get(code, code))
