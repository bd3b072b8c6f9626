"""Forms of the dealer for service requests."""

from typing import Any, Self

from wtforms import RadioField, StringField

from gateway.forms import PortalForm, choices
from gateway.language import in_utc, on_clock, t
from gateway.portal.service_requests.forms import NoteForm
from services.chassis.contract import Command
from services.chassis.contract.clock_times import SkippedTime
from services.servicedesk.contracts import WaitingFor


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
        return values | {name: in_utc(day, values.get(name, "")) for name in ("begins_at", "ends_at")}


class WaitForm(NoteForm):
    waiting_for = RadioField("wait.for", choices=choices("wait", WaitingFor))
