"""Service requests: status, visit, timeline and messages."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import period, t, t_or
from gateway.presenters.cases import CaseWithSteps
from gateway.presenters.machines import Machine
from gateway.presenters.tags import Tag, tag_of


class Message(NamedTuple):
    """A message of a service request. `by` is the author as text; `own_side` is true if the reader's side wrote it."""

    text: str
    at: str
    by: str
    by_staff: bool
    own_side: bool


@dataclass(frozen=True, slots=True)
class ServiceRequest(CaseWithSteps):
    blueprint, staff_blueprint = "service_requests", "staff_requests"
    statuses, step_texts = "request_status", "step"
    expected = {
        "received": ("accepted", "resolved"),
        "accepted": ("resolved",),
        "scheduled": ("resolved",),
        "in_progress": ("resolved",),
        "resolved": ("closed",),
    }

    @property
    def machine(self) -> Machine:
        """The machine with its names at the time of filing."""
        return Machine(self.row["machine"])

    @property
    def category(self) -> str:
        return t_or(f"category.{self.row['category']}", self.row["category"])

    @property
    def visit(self) -> str:
        """The period of the planned visit; empty unless the status is `scheduled`."""
        return _visit(self.row["visit"]) if self.row["status"] == "scheduled" else ""

    @property
    def schedule_text(self) -> str:
        """What scheduling a visit does now: it changes the planned one, or plans a new one."""
        return t("visit.change" if self.row["may_reschedule_visit"] else "visit.plan")

    @property
    def scheduling_lead(self) -> str:
        """What the customer, or the guest, hears about that."""
        if self.by_guest:
            return t("visit.change.lead_guest" if self.row["may_reschedule_visit"] else "visit.lead_guest")
        return t("visit.change.lead" if self.row["may_reschedule_visit"] else "visit.lead")

    @property
    def planned_text(self) -> str:
        """The planned visit with its engineer, or that there is none."""
        if not self.visit:
            return t("visit.none_planned")
        technician = self.row["technician"] or t("visit.technician_open")
        return t("visit.planned", period=self.visit, technician=technician)

    @property
    def calendar_url(self) -> str:
        """The calendar file of the planned visit."""
        pages = self.staff_blueprint if self.for_staff else self.blueprint
        return url_for(f"{pages}.visit_calendar", reference=self.reference)

    @property
    def messages(self) -> list[Message]:
        return [
            Message(
                message["text"],
                message["at"],
                self.author(message),
                message["by_staff"],
                message["by_staff"] == self.for_staff,
            )
            for message in self.row["messages"]
        ]

    @property
    def urgency(self) -> Tag:
        return tag_of("urgency", self.row["urgency"])

    @property
    def urgent(self) -> bool:
        return bool(self.row["urgency"] != "normal")

    def step(self, entry: dict[str, Any]) -> str:
        return str(entry["step"])

    def note(self, entry: dict[str, Any]) -> str:
        """The visit, with what became of it, a change of its engineer, and the note, each on a line."""
        visit = _visit(entry["visit"])
        if entry["visit_change"]:
            visit = t(f"visit.changed.{entry['visit_change']}", period=visit)
        return "\n".join(filter(None, (visit, _technicians(entry), entry["note"])))


def _technicians(entry: dict[str, Any]) -> str:
    if entry["previous_technician"] is None:
        return ""
    before, after = (entry[name] or t("visit.technician_open") for name in ("previous_technician", "technician"))
    return t("visit.technicians", before=before, after=after)


def _visit(visit: dict[str, Any] | None) -> str:
    return period(visit["begins_at"], visit["ends_at"], weekday=True) if visit else ""
