"""iCalendar file of a visit (RFC 5545), sent as the organizer's publication or cancellation (RFC 5546)."""

import datetime as dt
from typing import Any

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Machinepark//Customer portal//EN"
SCHEDULED = "visit_scheduled"
"""Template of the mail about a scheduled or moved visit."""


def calendar_of(
    template: str, about: dict[str, Any], summary: str, url: str, organizer: tuple[str, str], now: dt.datetime
) -> Calendar | None:
    """The calendar file attached to a mail, in UTC: of a visit that is scheduled, moved or called off. None for other
    mails.

    `organizer` is the dealer's name and mail address. A visit that is moved or called off keeps its UID and has a
    higher SEQUENCE: twice its number, plus 1 when it is called off.
    """
    visit, called_off = about.get("visit"), about.get("visit_called_off", False)
    if visit is None or not (called_off or template == SCHEDULED):
        return None
    machine, (name, email) = about["machine"], organizer
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name
    event = Event()
    event.add("uid", f"{about['request_id']}@machinepark")
    event.add("sequence", 2 * visit["number"] + called_off)
    event.add("organizer", address)
    event.add("dtstamp", now)
    event.add("dtstart", dt.datetime.fromisoformat(visit["begins_at"]))
    event.add("dtend", dt.datetime.fromisoformat(visit["ends_at"]))
    event.add("summary", summary)
    event.add("location", ", ".join(filter(None, (machine["own_reference"], machine["site"], machine["city"]))))
    event.add("url", url)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "PUBLISH")
    calendar.add_component(event)
    return calendar
