"""Mails about visits: which they are, and whether what they say is still true."""

import datetime as dt
from typing import Any

from services.notify.mails import BY_TEMPLATE, VISIT_TECHNICIAN_CHANGED
from services.servicedesk.contracts import RequestStatus, VisitScheduled


def is_about_visit(template: str) -> bool:
    """Whether the mail says when a visit is."""
    rule = BY_TEMPLATE.get(template)
    return rule is not None and rule.event is VisitScheduled


def has_calendar_file(template: str, *, called_off: bool) -> bool:
    """Whether the mail changes the visit in the recipient's calendar. Another engineer does not: the entry has no
    names."""
    return called_off or (is_about_visit(template) and template != VISIT_TECHNICIAN_CHANGED)


def is_planned(visit: dict[str, Any], request: dict[str, Any]) -> bool:
    """Whether a visit with these times is planned for a request, as GetServiceRequest returns it."""
    planned = request["visit"] if request["status"] == RequestStatus.SCHEDULED else None
    return planned is not None and _times(planned) == _times(visit)


def is_outdated(template: str, event_data: dict[str, Any], request: dict[str, Any]) -> bool:
    """Whether the mail speaks of a visit that is not the planned one any more, or says that none takes place while one
    is planned."""
    if event_data.get("visit_called_off"):
        return bool(request["status"] == RequestStatus.SCHEDULED)
    return is_about_visit(template) and not is_planned(event_data["visit"], request)


def _times(visit: dict[str, Any]) -> list[dt.datetime]:
    return [dt.datetime.fromisoformat(visit[name]) for name in ("begins_at", "ends_at")]
