"""Texts of mails in one language: translations, times and amounts."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from services.chassis.catalogues import locale_of, read_catalogues
from services.chassis.contract.clock_times import season_of_repeated
from services.chassis.money import format_money

DAY_AND_TIME = "d MMMM y HH:mm"
CATALOGUES = read_catalogues(Path(__file__).parent / "translations")


class MissingText(LookupError):
    """A catalogue lacks this key."""


class Texts:
    """Translations, dates and amounts in one language; `nl` for an unknown language."""

    def __init__(self, language: str, zone: str) -> None:
        self.language = supported(language)
        self._texts, self._zone = CATALOGUES[self.language], ZoneInfo(zone)

    def __call__(self, key: str, **values: Any) -> str:
        """Raises MissingText."""
        text = self._texts.gettext(key)
        if text == key:
            raise MissingText(key)
        return text.format(**values)

    def period(self, begins: str, ends: str) -> str:
        """`woensdag 4 maart 2026 10:00 – 12:00`, with both dates when it ends on another day."""
        first, last = (dt.datetime.fromisoformat(text).astimezone(self._zone) for text in (begins, ends))
        pattern = "HH:mm" if first.date() == last.date() else f"EEEE {DAY_AND_TIME}"
        return f"{self._format(first, f'EEEE {DAY_AND_TIME}')} – {self._format(last, pattern)}"

    def moment(self, text: str) -> str:
        return self._format(dt.datetime.fromisoformat(text).astimezone(self._zone), DAY_AND_TIME)

    def money(self, price: Mapping[str, Any]) -> str:
        """Format `{"amount": minor units, "currency": ISO 4217}`."""
        return format_money(price, self.language)

    def _format(self, at: dt.datetime, pattern: str) -> str:
        """In the hour that is repeated when summer time ends: 02:30 (zomertijd)."""
        text, season = format_datetime(at, pattern, locale=locale_of(self.language)), season_of_repeated(at)
        return f"{text} ({self(f'time.{season}')})" if season else text


def supported(language: str) -> str:
    """The language, or `nl` if there is no catalogue of it."""
    return language if language in CATALOGUES else "nl"
