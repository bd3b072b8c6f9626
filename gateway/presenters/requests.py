"""Service requests: status, visit, timeline and messages."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import period, t, t_or
from gateway.presenters.machines import Machine
from gateway.presenters.tags import Tag, tag_of

EXPECTED = {
    "received": ("accepted", "resolved"),
    "accepted": ("resolved",),
    "scheduled": ("resolved",),
    "in_progress": ("resolved",),
    "resolved": ("closed",),
}
"""Status → the following statuses without a cancellation, shown as expected steps."""


class Step(NamedTuple):
    """A step of a timeline. `at` (ISO 8601) and `by` are empty for an expected step; `note` is text added to it."""

    text: str
    at: str
    by: str
    current: bool
    note: str = ""


class Message(NamedTuple):
    """A message of a service request. `by` is the author as text."""

    text: str
    at: str
    by: str
    by_staff: bool


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """`row` is a list row or a request. With `for_staff`, links lead to the back office."""

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
        """The machine with its names at the time of filing."""
        return Machine(self.row["machine"])

    @property
    def category(self) -> str:
        return t_or(f"category.{self.row['category']}", self.row["category"])

    @property
    def tag(self) -> Tag:
        return tag_of("request_status", self.row["status"])

    @property
    def visit(self) -> str:
        """The period of the planned visit; empty unless the status is `scheduled`."""
        return _visit(self.row["visit"]) if self.row["status"] == "scheduled" else ""

    @property
    def messages(self) -> list[Message]:
        return [
            Message(message["text"], message["at"], self._author(message["by_staff"]), message["by_staff"])
            for message in self.row["messages"]
        ]

    @property
    def urgency(self) -> Tag:
        return tag_of("urgency", self.row["urgency"])

    @property
    def urgent(self) -> bool:
        return bool(self.row["urgency"] != "normal")

    def _author(self, staff: bool) -> str:
        if staff:
            return t("step.by_staff")
        return t("step.by_customer") if self.for_staff else t("step.by_you")

    @property
    def steps(self) -> list[Step]:
        """The timeline, followed by the expected steps."""
        timeline = self.row["timeline"]
        steps = [
            Step(
                text=t_or(f"step.{entry['status']}", entry["status"]),
                at=entry["at"],
                by=self._author(entry["by_staff"]),
                current=index == len(timeline),
                note="\n".join(filter(None, (_visit(entry["visit"]), entry["note"]))),
            )
            for index, entry in enumerate(timeline, start=1)
        ]
        return steps + [Step(t(f"step.{status}"), "", "", False) for status in EXPECTED.get(self.row["status"], ())]


def _visit(visit: dict[str, Any] | None) -> str:
    return period(visit["begins_at"], visit["ends_at"]) if visit else ""
