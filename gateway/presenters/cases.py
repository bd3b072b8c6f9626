"""What orders, service requests and contact messages have in common: reference number, status, page and timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from flask import url_for

from gateway.language import t
from gateway.presenters.tags import Tag, tag_of, text_of


class Step(NamedTuple):
    """A step of a timeline. `at` (ISO 8601) and `by` are empty for an expected step; `note` is text added to it."""

    text: str
    at: str
    by: str
    current: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """`row` is a list row or the complete record. With `for_staff`, links lead to the back office. `authors` are
    those of `authors_of`."""

    row: dict[str, Any]
    for_staff: bool = False
    authors: Mapping[str, str] = field(default_factory=dict)

    blueprint: ClassVar[str]
    staff_blueprint: ClassVar[str]
    statuses: ClassVar[str]
    """The kind of `tag_of`."""

    @property
    def reference(self) -> str:
        return str(self.row["reference_number"])

    @property
    def url(self) -> str:
        pages = self.staff_blueprint if self.for_staff else self.blueprint
        return url_for(f"{pages}.detail", reference=self.reference)

    @property
    def tag(self) -> Tag:
        return tag_of(self.statuses, self.row["status"], to_customer=not self.for_staff)


@dataclass(frozen=True, slots=True)
class CaseWithSteps(Case):
    step_texts: ClassVar[str]
    """Prefix of the translation keys of steps."""
    expected: ClassVar[dict[str, tuple[str, ...]]]
    """Status → the following statuses without a cancellation, shown as expected steps."""

    @property
    def by_guest(self) -> bool:
        """Whether a guest made it, who gets fewer mails than a user, and has no page with what is written."""
        return self.row["guest"] is not None

    def author(self, entry: dict[str, Any]) -> str:
        """Who took a step or wrote a message: the dealer, the guest, a user, or the customer if the user is not
        known."""
        if entry["by_staff"]:
            return t("step.by_us")
        if self.row["guest"] and entry is self.row["timeline"][0]:
            return t("step.by_guest")
        customer = t("step.by_customer") if self.for_staff else t("step.by_you")
        return self.authors.get(entry["author_id"] or "", customer)

    def step(self, entry: dict[str, Any]) -> str:
        """The code of what happened in a step, by default the status that was set."""
        return str(entry["status"])

    def note(self, entry: dict[str, Any]) -> str:
        return str(entry["note"])

    @property
    def steps(self) -> list[Step]:
        """The timeline, followed by the expected steps."""
        timeline = self.row["timeline"]
        steps = [
            Step(
                text=text_of(self.step_texts, self.step(entry), to_customer=not self.for_staff),
                at=entry["at"],
                by=self.author(entry),
                current=index == len(timeline),
                note=self.note(entry),
            )
            for index, entry in enumerate(timeline, start=1)
        ]
        expected = self.expected.get(self.row["status"], ())
        return steps + [Step(t(f"{self.step_texts}.{status}"), "", "", False) for status in expected]
