"""Forms of the dealer for service requests."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Self

from wtforms import Field, HiddenField, RadioField, StringField

from gateway.fields import whole
from gateway.forms import PortalForm, choices
from gateway.language import in_utc, on_clock, t
from gateway.portal.service_requests.forms import NoteForm
from gateway.problems import Problem
from services.chassis.contract import Command
from services.chassis.contract.clock_times import RepeatedTime, SkippedTime
from services.servicedesk.contracts import WaitingFor

TIMES = ("begins_at", "ends_at")
SEASONS = ("summer", "winter")
"""Which of the two is meant by a time that occurs twice, because clocks are put back."""


class VisitForm(PortalForm):
    """A date and two times in the dealer's time zone; invalid text is left for the contract to refuse. The season of a
    time is asked and used only if it occurs twice that day. `visit_revision` is that of the visit that was shown."""

    visit_revision = HiddenField()
    day = StringField("visit.day")
    begins_at = StringField("visit.begins")
    begins_at_season = RadioField("visit.begins_season", choices=choices("time", SEASONS))
    ends_at = StringField("visit.ends")
    ends_at_season = RadioField("visit.ends_season", choices=choices("time", SEASONS))
    technician = StringField("visit.technician")

    @classmethod
    def of(cls, filed: dict[str, Any]) -> Self:
        """Filled with the planned visit, if any."""
        if not filed["visit"]:
            return cls.shown(visit_revision=filed["visit_revision"])
        day, begins, begins_season = on_clock(filed["visit"]["begins_at"])
        _, ends, ends_season = on_clock(filed["visit"]["ends_at"])
        return cls.shown(
            visit_revision=filed["visit_revision"],
            day=day,
            begins_at=begins,
            begins_at_season=begins_season or None,
            ends_at=ends,
            ends_at_season=ends_season or None,
            technician=filed["technician"],
        )

    def submit(self, operation: type[Command], **parameters: Any) -> dict[str, Any] | None:
        """Refuses a time that does not exist on that day, or that occurs twice and has no season."""
        problems = [problem for name in TIMES if (problem := self._clock_problem(name))]
        if problems:
            self.problems, self.status = problems, 422
            return None
        return super().submit(operation, **parameters)

    def answers(self) -> dict[str, Any]:
        values: dict[str, Any] = super().answers()
        day = values.pop("day", "")
        values["visit_revision"] = whole(values["visit_revision"]) if values["visit_revision"] else None
        for name in TIMES:
            values[name] = in_utc(day, values.get(name, ""), values.pop(f"{name}_season", ""))
        return values

    def rebase(self, filed: dict[str, Any]) -> None:
        """Base what was typed on the visit as it is now, so that sending it again replaces that."""
        self.visit_revision.data = filed["visit_revision"]

    def season_of(self, time: Field) -> Field | None:
        """The field of the season of a time, if the time occurs twice that day."""
        try:
            in_utc(self.day.data or "", time.data or "")
        except RepeatedTime:
            return self[f"{time.name}_season"]
        except SkippedTime:
            pass
        return None

    def _clock_problem(self, name: str) -> Problem | None:
        time, season = self[name], self[f"{name}_season"]
        try:
            in_utc(self.day.data or "", time.data or "", season.data or "")
        except SkippedTime:
            return Problem(name, t("visit.skipped_time", time=time.data))
        except RepeatedTime:
            return Problem(season.name, t(f"{season.label.text}.required", time=time.data))
        return None

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
