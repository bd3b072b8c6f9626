"""Service requests as people follow them: reference, machine, where it stands."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import period, t, t_or
from gateway.presenters import tags
from gateway.presenters.machines import Machine
from gateway.presenters.tags import Tag

EXPECTED = {
    "received": ("accepted", "resolved"),
    "accepted": ("resolved",),
    "scheduled": ("resolved",),
    "in_progress": ("resolved",),
    "resolved": ("closed",),
}
"""What comes after a status when all goes well."""


class Step(NamedTuple):
    """A moment in a request's life; `at` is empty for what is still to come. `note` is what was said with it."""

    text: str
    at: str
    by: str
    current: bool
    note: str = ""


class Said(NamedTuple):
    """A message: what, when, and by which side."""

    text: str
    at: str
    by: str
    by_staff: bool


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A row of a list, or a whole request. Links of one `for_staff` lead to the back office."""

    row: dict[str, Any]
    for_staff: bool = False

    @property
    def reference(self) -> str:
        return str(self.row["reference_number"])

    @property
    def url(self) -> str:
        endpoint = "staff_requests.detail" if self.for_staff else "service_requests.detail"
        return url_for(endpoint, reference=self.reference)

    @property
    def machine(self) -> Machine:
        """As it was called when the request was filed."""
        return Machine(self.row["machine"])

    @property
    def category(self) -> str:
        return t_or(f"category.{self.row['category']}", self.row["category"])

    @property
    def tag(self) -> Tag:
        return tags.request_status(self.row["status"])

    @property
    def visit(self) -> str:
        """When the technician comes; empty when that is not planned, or over."""
        return _visit(self.row["visit"]) if self.row["status"] == "scheduled" else ""

    @property
    def messages(self) -> list[Said]:
        return [
            Said(one["text"], one["at"], self._by(one["by_staff"]), one["by_staff"]) for one in self.row["messages"]
        ]

    @property
    def urgency(self) -> Tag:
        return tags.urgency(self.row["urgency"])

    @property
    def urgent(self) -> bool:
        return bool(self.row["urgency"] != "normal")

    def _by(self, staff: bool) -> str:
        if staff:
            return t("step.by_staff")
        return t("step.by_customer") if self.for_staff else t("step.by_you")

    @property
    def steps(self) -> list[Step]:
        """What happened, and what is expected next."""
        happened = self.row["timeline"]
        steps = [
            Step(
                text=t_or(f"step.{entry['status']}", entry["status"]),
                at=entry["at"],
                by=self._by(entry["by_staff"]),
                current=index == len(happened),
                note="\n".join(filter(None, (_visit(entry["visit"]), entry["note"]))),
            )
            for index, entry in enumerate(happened, start=1)
        ]
        return steps + [Step(t(f"step.{status}"), "", "", False) for status in EXPECTED.get(self.row["status"], ())]


def _visit(visit: dict[str, Any] | None) -> str:
    return period(visit["begins_at"], visit["ends_at"]) if visit else ""
