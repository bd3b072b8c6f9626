"""A visit as a calendar file (RFC 5545): the same visit keeps its identity when it is moved or called off."""

import datetime as dt
from typing import Any

from icalendar import Calendar, Event

PRODUCT = "-//Machinepark//Customer portal//EN"
STATUSES = {"visit_scheduled": "CONFIRMED", "service_request_cancelled": "CANCELLED"}
"""What a mail means for the calendar of whoever reads it; other mails say nothing about it."""


def calendar_of(template: str, about: dict[str, Any], summary: str, url: str, now: dt.datetime) -> bytes | None:
    """The file that goes with a mail; None where there is no visit, or nothing happens to it. Times are in UTC."""
    visit, status = about.get("visit"), STATUSES.get(template)
    if visit is None or status is None:
        return None
    machine = about["machine"]
    event = Event()
    event.add("uid", f"{about['request_id']}@machinepark")
    event.add("sequence", visit["number"] + (status == "CANCELLED"))
    event.add("dtstamp", now)
    event.add("dtstart", dt.datetime.fromisoformat(visit["begins_at"]))
    event.add("dtend", dt.datetime.fromisoformat(visit["ends_at"]))
    event.add("summary", summary)
    event.add("location", ", ".join(filter(None, (machine["own_reference"], machine["site"], machine["city"]))))
    event.add("url", url)
    event.add("status", status)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if status == "CANCELLED" else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
