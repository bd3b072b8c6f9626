"""iCalendar file of a visit (RFC 5545). A moved or cancelled visit keeps its UID and raises its SEQUENCE."""

import datetime as dt
from typing import Any

from icalendar import Calendar, Event

PRODUCT = "-//Machinepark//Customer portal//EN"
STATUSES = {"visit_scheduled": "CONFIRMED", "service_request_cancelled": "CANCELLED"}
"""STATUS of the calendar event by mail template; mails of other templates have no calendar file."""


def calendar_of(template: str, about: dict[str, Any], summary: str, url: str, now: dt.datetime) -> bytes | None:
    """The calendar file attached to a mail, in UTC; None when the template has no calendar status or `about` no
    visit."""
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
