"""Forms of the dealer for service requests."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Self

from wtforms import RadioField, StringField

from gateway.forms import PortalForm, choices
from gateway.language import in_utc, on_clock, t
from gateway.portal.service_requests.forms import NoteForm
from gateway.problems import Problem
from services.chassis.contract import Command
from services.chassis.contract.clock_times import SkippedTime
from services.servicedesk.contracts import WaitingFor

TIMES = ("begins_at", "ends_at")


class VisitForm(PortalForm):
    """A date and two times in the dealer's time zone; invalid text is left for the contract to refuse."""

    day = StringField("visit.day")
    begins_at = StringField("visit.begins")
    ends_at = StringField("visit.ends")
    technician = StringField("visit.technician")

    @classmethod
    def of(cls, filed: dict[str, Any]) -> Self:
        """Filled with the planned visit, if any."""
        if not filed["visit"]:
            return cls.shown()
        day, begins = on_clock(filed["visit"]["begins_at"])
        _, ends = on_clock(filed["visit"]["ends_at"])
        return cls.shown(day=day, begins_at=begins, ends_at=ends, technician=filed["technician"])

    def submit(self, operation: type[Command], **parameters: Any) -> dict[str, Any] | None:
        """Refuses a time that does not exist on that day."""
        for field in (self.begins_at, self.ends_at):
            try:
                in_utc(self.day.data or "", field.data or "")
            except SkippedTime:
                self.refuse(field.name, t("visit.skipped_time", time=field.data))
                return None
        return super().submit(operation, **parameters)

    def answers(self) -> dict[str, Any]:
        values = super().answers()
        day = values.pop("day", "")
        return values | {name: in_utc(day, values.get(name, "")) for name in TIMES}

    def attempt(self, call: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        """A time that is refused only because the date is missing or invalid is a problem of the date."""
        response = super().attempt(call)
        if any(problem.field in TIMES for problem in self.problems) and not _is(dt.date, self.day.data):
            others = [p for p in self.problems if p.field not in TIMES or not _is(dt.time, self[p.field].data)]
            self.problems = [Problem("day", t("visit.day.required")), *others]
        return response


def _is(kind: type[dt.date] | type[dt.time], typed: str | None) -> bool:
    try:
        kind.fromisoformat((typed or "").strip())
    except ValueError:
        return False
    return True


class WaitForm(NoteForm):
    waiting_for = RadioField("wait.for", choices=choices("wait", WaitingFor))
