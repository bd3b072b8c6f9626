"""Texts, numbers and times in the reader's language: the chosen one, else the person's own, else Dutch."""

import datetime as dt
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from babel.support import Translations
from flask import Flask, current_app, g, request

from gateway import cookies
from services.chassis.catalogues import read_catalogues

DEFAULT = "nl"
COUNTED_IN_DAYS = 60
LOCALES = {"en": "en_GB"}
"""Where a language's own way with dates and numbers is not the one meant."""


@cache
def catalogues() -> dict[str, Translations]:
    """The texts by language. A third language is a third catalogue."""
    return read_catalogues(Path(__file__).parent / "translations")


def set_up(app: Flask, zone: dt.tzinfo) -> None:
    """Times are shown in `zone`, the dealer's."""
    app.config["TIME_ZONE"] = zone
    app.jinja_env.globals.update(
        t=t, number=number, money=money, moment=moment, period=period, ago=ago, languages=languages
    )


def current() -> str:
    """The language of this answer."""
    known = g._get_current_object().get  # a page asks a thousand times, mostly for the way through the proxy
    if asked := known("language"):
        return str(asked)
    chosen: str | None = known("chosen_language")
    if chosen is None:  # once for each request: a page asks for it a thousand times
        chosen = g.chosen_language = cookies.chosen_language(request)
    if chosen in catalogues():
        return chosen
    person = known("person")
    return person.language if person and person.language in catalogues() else DEFAULT


def languages() -> list[str]:
    return sorted(catalogues(), key=lambda language: (language != DEFAULT, language))


class _Params(dict[str, Any]):
    """A parameter that did not arrive leaves an ellipsis, not an error page."""

    def __missing__(self, name: str) -> str:
        return "…"


def t(key: str, /, **params: Any) -> str:
    """The text of a key. `count` chooses between singular and plural; numbers are written as the language does."""
    texts = catalogues()[current()]
    count = params.get("count")
    text = texts.ngettext(key, key, count) if isinstance(count, int) else texts.gettext(key)
    shown = {name: number(value) if isinstance(value, int) else value for name, value in params.items()}
    return text.format_map(_Params(shown)) if params else text


def t_or(key: str, otherwise: str, /, **params: Any) -> str:
    """The text of a key; `otherwise` where a service or device says something that we have no text for."""
    text = t(key, **params)
    return otherwise if text == key else text


def number(value: int | None) -> str:
    """12.345 in Dutch, 12,345 in English; a dash for what is not known."""
    return "–" if value is None else _decimal(value, _locale())


@lru_cache(maxsize=1024)
def _decimal(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


def percent(value: int) -> str:
    return _percent(value, _locale())


@lru_cache(maxsize=1024)
def _percent(value: int, locale: str) -> str:
    """Kept, because babel takes as long for one of them as a row takes for all else, and there are a hundred."""
    return format_percent(value / 100, locale=locale)


def money(price: dict[str, Any]) -> str:
    """Minor units with their currency, as the contracts have it."""
    digits = get_currency_precision(price["currency"])
    return format_currency(Decimal(price["amount"]).scaleb(-digits), price["currency"], locale=_locale())


def moment(iso: str) -> str:
    """A moment of the wire (ISO 8601) as people read it: 4 mrt 2026 08:12, in the dealer's zone."""
    local = _local(iso)
    return f"{_day(local.date(), _locale())} {local:%H:%M}"


@lru_cache(maxsize=1024)
def _day(day: dt.date, locale: str) -> str:
    """Kept: the moments of a page are of a few days, and babel takes its time for each."""
    return format_date(day, "d MMM y", locale=locale)


def period(begins: str, ends: str) -> str:
    """From a moment to another: 4 mrt 2026 10:00 – 12:00; with both dates where it ends on another day."""
    same_day = _local(begins).date() == _local(ends).date()
    return f"{moment(begins)} – {f'{_local(ends):%H:%M}' if same_day else moment(ends)}"


def month(first_day: dt.date, *, short: bool = False) -> str:
    """maart 2026; or mrt, for an axis."""
    return format_date(first_day, "LLL" if short else "LLLL y", locale=_locale()).rstrip(".")


def in_utc(day: str, time: str) -> str:
    """A day and a time by the dealer's clock as a moment of the wire; unchanged when they are none."""
    typed = f"{day.strip()}T{time.strip()}"
    try:
        read = dt.datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return typed if read.tzinfo else read.replace(tzinfo=current_app.config["TIME_ZONE"]).astimezone(dt.UTC).isoformat()


def on_clock(iso: str) -> tuple[str, str]:
    """The day and the time of a moment by the dealer's clock, as a form has them."""
    local = _local(iso)
    return local.date().isoformat(), local.strftime("%H:%M")


def ago(iso: str) -> str:
    """How long ago a moment was: 10 dagen geleden, and not "1 week" for it."""
    since = dt.datetime.now(dt.UTC) - _local(iso)
    if 1 <= since.days < COUNTED_IN_DAYS:
        return t("ago.days", count=since.days)
    return format_timedelta(-since, add_direction=True, locale=_locale())


def duration(seconds: int) -> str:
    """How long something lasts: 40 seconden, 15 minuten."""
    return format_timedelta(dt.timedelta(seconds=seconds), threshold=1.5, locale=_locale())


def local_hour() -> int:
    return dt.datetime.now(current_app.config["TIME_ZONE"]).hour


def _local(iso: str) -> dt.datetime:
    return dt.datetime.fromisoformat(iso).astimezone(current_app.config["TIME_ZONE"])


def _locale() -> str:
    return LOCALES.get(current(), current())
