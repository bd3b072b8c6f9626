"""iCalendar file of an appointment (RFC 5545), as the organizer's publication or cancellation (RFC 5546)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Machinepark//Machinepark//EN"


def place_of(names: Mapping[str, str]) -> str:
    """The place of an appointment: `own_reference`, `site` and `city` of what it is about, without empty ones."""
    return ", ".join(filter(None, (names["own_reference"], names["site"], names["city"])))


def appointment_file(
    *,
    id: Any,
    number: int,
    begins_at: str,
    ends_at: str,
    summary: str,
    place: str,
    url: str,
    organizer: tuple[str, str],
    now: dt.datetime,
    called_off: bool = False,
) -> Calendar:
    """The calendar file of an appointment, in UTC. `begins_at` and `ends_at` are ISO 8601, `organizer` name and mail
    address.

    An appointment that is rescheduled or called off keeps its UID, which derives from `id`, and has a higher SEQUENCE:
    twice its `number`, which increases with each change, plus 1 when it is called off.
    """
    name, email = organizer
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name
    event = Event()
    event.add("uid", f"{id}@machinepark")
    event.add("sequence", 2 * number + called_off)
    event.add("organizer", address)
    event.add("dtstamp", now)
    event.add("dtstart", dt.datetime.fromisoformat(begins_at))
    event.add("dtend", dt.datetime.fromisoformat(ends_at))
    event.add("summary", summary)
    event.add("location", place)
    event.add("url", url)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    calendar.add_component(event)
    return calendar
