"""The calendar file of a planned visit, as the mail about it has it."""

import datetime as dt
from io import BytesIO
from typing import Any

from flask import Response, current_app, send_file

from gateway.language import t
from gateway.presenters.requests import ServiceRequest
from services.chassis.calendar_file import appointment_file, place_of
from services.chassis.contract import NotFound


def visit_file(row: dict[str, Any], path: str) -> Response:
    """A download. `row` is a request, `path` that of its page. Raises NotFound unless a visit is planned."""
    filed = ServiceRequest(row)
    if not filed.visit:
        raise NotFound
    settings = current_app.config["ORGANIZER"]
    calendar = appointment_file(
        id=row["id"],
        **row["visit"],
        summary=t("visit.summary", reference=filed.reference),
        place=place_of(row["machine"]),
        url=f"{current_app.config['PORTAL_URL']}{path}",
        organizer=(settings["name"] or t("brand.name"), settings["email"]),
        now=dt.datetime.now(dt.UTC),
    )
    response = send_file(
        BytesIO(calendar.to_ical()), mimetype="text/calendar", as_attachment=True, download_name="visit.ics"
    )
    response.headers["Content-Type"] = f"text/calendar; charset=utf-8; method={calendar['method']}"
    return response
