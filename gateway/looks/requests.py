"""Service requests as people follow them: reference, machine, where it stands."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import t, t_or
from gateway.looks import tags
from gateway.looks.machines import Machine
from gateway.looks.tags import Tag

EXPECTED = {"received": ("accepted",)}
"""What comes after a status when all goes well."""


class Step(NamedTuple):
    """A moment in a request's life; `at` is empty for what is still to come."""

    text: str
    at: str
    by: str
    current: bool


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
            )
            for index, entry in enumerate(happened, start=1)
        ]
        return steps + [Step(t(f"step.{status}"), "", "", False) for status in EXPECTED.get(self.row["status"], ())]
