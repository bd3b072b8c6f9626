"""The dealer's opening hours: a setting such as `Mo-Fr 08:30-17:00; Sa 09:00-12:00` (a part of the format of
OpenStreetMap, https://wiki.openstreetmap.org/wiki/Key:opening_hours), shown in the reader's language."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from babel.dates import get_day_names

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"([A-Z][a-z])(?:-([A-Z][a-z]))? (\d\d:\d\d)-(\d\d:\d\d)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class OpeningHours(NamedTuple):
    """Days of the week from `first` to `last` (0: Monday), and the times of opening and closing."""

    first: int
    last: int
    opens: str
    closes: str


def parse(text: str) -> list[OpeningHours]:
    """Raises ValueError for a text of another format."""
    return [_parse_rule(rule.strip()) for rule in text.split(";") if rule.strip()]


def _parse_rule(rule: str) -> OpeningHours:
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(rule)
    first, last, opens, closes = match.groups()
    hours = OpeningHours(_DAYS.index(first), _DAYS.index(last or first), opens, closes)
    if hours.last < hours.first or not (_TIME.fullmatch(opens) and _TIME.fullmatch(closes)) or closes <= opens:
        raise ValueError(rule)
    return hours


def in_words(hours: Sequence[OpeningHours], locale: str) -> list[tuple[str, str]]:
    """Pairs of days and times: ("maandag – vrijdag", "08:30 – 17:00")."""
    names = get_day_names("wide", context="stand-alone", locale=locale)
    return [
        (
            names[one.first] if one.first == one.last else f"{names[one.first]} – {names[one.last]}",
            f"{one.opens} – {one.closes}",
        )
        for one in hours
    ]
