"""Days and periods of days as text, and today, in the dealer's time zone."""

import datetime as dt
from typing import Any

from babel.dates import format_date
from flask import current_app

from gateway import language
from gateway.language import t
from services.chassis.catalogues import locale_of


def today() -> dt.date:
    return dt.datetime.now(current_app.config["TIME_ZONE"]).date()


def days(first: str, last: str) -> str:
    """1 mei tot en met 29 juli 2026, of two ISO 8601 dates; one date if they are equal."""
    if first == last:
        return day(first)
    same_year = first[:4] == last[:4]
    return t("period.days", first=day(first, with_year=not same_year), last=day(last))


def day(iso: str, *, with_year: bool = True) -> str:
    """1 mei 2026."""
    pattern = "d MMMM y" if with_year else "d MMMM"
    return format_date(dt.date.fromisoformat(iso), pattern, locale=locale_of(language.current()))


def with_period(found: str, period: dict[str, Any] | None) -> str:
    """The number of results, followed by the period (`Period` of a service) in which they were counted, if any."""
    first, last = (period["from_day"], period["to_day"]) if period else (None, None)
    if first and last:
        return t("period.found", found=found, period=days(first, last))
    if first:
        return t("period.found", found=found, period=t("period.since", day=day(first)))
    return t("period.found", found=found, period=t("period.until", day=day(last))) if last else found
