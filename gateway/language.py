"""Texts, numbers and times in the reader's language.

That is the one chosen in this browser (a cookie, deleted at login), else that of the logged-in person, else that of the
link in a mail (`?lang=`), else the best of `Accept-Language`, else Dutch. The language of a link is not stored: the
URLs of the page have it too, until somebody logs in.
"""

import datetime as dt
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from flask import Flask, Response, after_this_request, current_app, g, request
from werkzeug.routing import AnyConverter, Map

from gateway import cookies
from services.chassis.catalogues import locale_of, read_catalogues
from services.chassis.contract.clock_times import RepeatedTime, SkippedTime, in_zone, season_of_repeated
from services.chassis.money import format_money

DEFAULT = "nl"
LINK_PARAMETER = "lang"
"""Query parameter of links in mails (services/notify/rendering.py)."""
CHOICE = "choose_language"
"""Name of the language buttons, which send `/language` or, to keep what was typed, the form of the page."""
COUNTED_IN_DAYS = 60


@cache
def catalogues() -> dict[str, Translations]:
    """The translations by language; adding a catalogue adds a language."""
    return read_catalogues(Path(__file__).parent / "translations")


def set_up(app: Flask, zone: dt.tzinfo) -> None:
    """Register the template globals. Times are displayed in `zone`, the dealer's time zone."""
    app.config["TIME_ZONE"] = zone
    app.url_defaults(_keep_language_of_link)
    app.url_map.converters["language"] = LanguageConverter
    app.jinja_env.globals.update(
        t=t, number=number, money=money, moment=moment, period=period, ago=ago, languages=languages
    )


class LanguageConverter(AnyConverter):
    """A language in a path, such as `/support/nl`; an address with another one is not found."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, *languages())


def current() -> str:
    """The language of this response."""
    get = g._get_current_object().get  # bypasses the proxy: a page calls this about 1,000 times
    if language := get("language"):
        return str(language)
    if chosen := _chosen():
        return chosen
    person = get("person")
    if person and person.language in catalogues():
        return str(person.language)
    return of_link() or accepted()


def _chosen() -> str:
    """The language chosen in this browser; empty if none was. The cookie is read once per request."""
    chosen: str | None = g.get("chosen_language")
    if chosen is None:
        chosen = g.chosen_language = cookies.chosen_language(request)
    return chosen if chosen in catalogues() else ""


def choose(code: str) -> None:
    """Make this the language of the response and of the browser. An unknown one changes nothing."""
    if code not in catalogues() or code == _chosen():
        return
    g.chosen_language = code

    @after_this_request
    def keep(response: Response) -> Response:
        cookies.keep_language(response, code)
        return response


def of_link() -> str:
    """The language in the URL, which links in mails have; empty if there is none."""
    language = request.args.get(LINK_PARAMETER, "")
    return language if language in catalogues() else ""


def _keep_language_of_link(endpoint: str, values: dict[str, Any]) -> None:
    """The URLs of a page opened by a link have the link's language too, unless the person or a choice decides."""
    if (language := of_link()) and endpoint != "assets.asset" and not g.get("person") and not _chosen():
        values.setdefault(LINK_PARAMETER, language)


def accepted() -> str:
    """The best language of the header `Accept-Language` (RFC 9110); read once per request."""
    accepted: str | None = g.get("accepted_language")
    if accepted is None:
        accepted = g.accepted_language = request.accept_languages.best_match(languages(), default=DEFAULT)
    return accepted or DEFAULT


def languages() -> list[str]:
    return sorted(catalogues(), key=lambda language: (language != DEFAULT, language))


class _Params(dict[str, Any]):
    """Parameters of a text; a missing one is displayed as an ellipsis instead of raising KeyError."""

    def __missing__(self, name: str) -> str:
        return "…"


def t(key: str, /, **params: Any) -> str:
    """The text of a key. `count` selects singular or plural; integers are formatted for the language. An unknown key is
    returned itself."""
    texts = catalogues()[current()]
    count = params.get("count")
    text = texts.ngettext(key, key, count) if isinstance(count, int) else texts.gettext(key)
    formatted = {name: number(value) if isinstance(value, int) else value for name, value in params.items()}
    return text.format_map(_Params(formatted)) if params else text


def t_or(key: str, default: str, /, **params: Any) -> str:
    """The text of a key, or `default` if there is none: for codes of services and devices that may be unknown."""
    text = t(key, **params)
    return default if text == key else text


def number(value: int | None) -> str:
    """12.345 in Dutch, 12,345 in English; a dash for None."""
    return "–" if value is None else _decimal(value, _locale())


@lru_cache(maxsize=1024)
def _decimal(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


def percent(value: int) -> str:
    return _percent(value, _locale())


@lru_cache(maxsize=1024)
def _percent(value: int, locale: str) -> str:
    """Cached: a page has about a hundred, and formatting one takes Babel as long as rendering the rest of a row."""
    return format_percent(value / 100, locale=locale)


def money(price: dict[str, Any]) -> str:
    """Format `{"amount": minor units, "currency": ISO 4217}`."""
    return format_money(price, current())


def moment(iso: str) -> str:
    """Format an ISO 8601 time in the dealer's zone: 4 mrt 2026 08:12."""
    local = _local(iso)
    return f"{_day(local.date(), _locale())} {_clock_time(local)}"


def _clock_time(local: dt.datetime) -> str:
    """08:12; in the hour that is repeated when summer time ends: 02:30 (zomertijd)."""
    season = season_of_repeated(local)
    return f"{local:%H:%M} ({t(f'time.{season}')})" if season else f"{local:%H:%M}"


@lru_cache(maxsize=1024)
def _day(day: dt.date, locale: str) -> str:
    """Cached: the times of a page fall on few days, and Babel is slow."""
    return format_date(day, "d MMM y", locale=locale)


def period(begins: str, ends: str, *, weekday: bool = False) -> str:
    """4 mrt 2026 10:00 – 12:00; with both dates if it ends on another day. With `weekday`: woensdag 4 mrt 2026 …"""
    same_day = _local(begins).date() == _local(ends).date()
    text = f"{moment(begins)} – {_clock_time(_local(ends)) if same_day else moment(ends)}"
    return f"{format_date(_local(begins), 'EEEE', locale=_locale())} {text}" if weekday else text


def month(first_day: dt.date, *, short: bool = False) -> str:
    """maart 2026; `short` (for a chart's axis): mrt."""
    return format_date(first_day, "LLL" if short else "LLLL y", locale=_locale()).rstrip(".")


def in_utc(day: str, time: str, season: str = "") -> str:
    """Convert a date and a time in the dealer's zone, as typed, to ISO 8601 in UTC. What cannot be converted is joined
    by `T` and left for the contract to refuse. Raises SkippedTime, and RepeatedTime for a time that is repeated that
    day unless `season` (`summer` or `winter`) says which is meant."""
    typed = f"{day.strip()}T{time.strip()}"
    try:
        at = dt.datetime.fromisoformat(typed)
        if at.tzinfo:
            return typed
        return in_zone(at, current_app.config["TIME_ZONE"], season).astimezone(dt.UTC).isoformat()
    except (SkippedTime, RepeatedTime):
        raise
    except (ValueError, OverflowError):
        return typed


def on_clock(iso: str) -> tuple[str, str, str]:
    """Date, time (HH:MM) and, if that time is repeated that day, season (`summer` or `winter`, else empty) of an
    ISO 8601 time in the dealer's zone, for form fields."""
    local = _local(iso)
    return local.date().isoformat(), local.strftime("%H:%M"), season_of_repeated(local)


def ago(iso: str) -> str:
    """The time since: 10 dagen geleden. Up to COUNTED_IN_DAYS days it counts days, where Babel would say "1 week"."""
    since = dt.datetime.now(dt.UTC) - _local(iso)
    if 1 <= since.days < COUNTED_IN_DAYS:
        return t("ago.days", count=since.days)
    return format_timedelta(-since, add_direction=True, locale=_locale())


def period_text(days: int) -> str:
    """A period of whole years of 365 days in years, another one in days: 3 jaar, 30 dagen."""
    years, rest = divmod(days, 365)
    return t("duration.years", count=years) if years and not rest else t("duration.days", count=days)


def duration(seconds: int) -> str:
    """40 seconden, 15 minuten."""
    return format_timedelta(dt.timedelta(seconds=seconds), threshold=1.5, locale=_locale())


def local_hour() -> int:
    return dt.datetime.now(current_app.config["TIME_ZONE"]).hour


def _local(iso: str) -> dt.datetime:
    return dt.datetime.fromisoformat(iso).astimezone(current_app.config["TIME_ZONE"])


def _locale() -> str:
    return locale_of(current())
