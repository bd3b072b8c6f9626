"""What guests order and report: as they see it themselves, and as customer and dealer see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.language import moment, period, t, t_or
from gateway.presenters.orders import Line, Order, open_order_text
from gateway.presenters.requests import ServiceRequest
from gateway.presenters.supplies import supply_name
from gateway.presenters.tags import Tag, tag_of, text_of
from services.servicedesk.contracts import RequestStatus


def guest_name(guest: dict[str, Any] | None) -> str:
    """The guest in a column of names; empty if a user made it."""
    if guest is None:
        return ""
    return t("guest_work.named", name=guest["name"]) if guest["name"] else t("guest_work.guest")


class ChosenLine(NamedTuple):
    quantity: int | str
    supply: str
    article: str


@dataclass(frozen=True, slots=True)
class GuestSupply:
    row: dict[str, Any]

    @property
    def name(self) -> str:
        return supply_name(self.row["kind"], self.row["colour"])

    @property
    def article(self) -> str:
        return Line(self.row).article

    @property
    def expected(self) -> str:
        """What is ordered already; empty if nothing is."""
        return open_order_text(self.row["expected"]) if self.row["expected"] else ""


@dataclass(frozen=True, slots=True)
class GuestOffer:
    """`row` is the response of `GetGuestOrderForm`."""

    row: dict[str, Any]

    @property
    def supplies(self) -> list[GuestSupply]:
        return [GuestSupply(row) for row in self.row["supplies"]]

    @property
    def any_expected(self) -> bool:
        return any(row["expected"] for row in self.row["supplies"])

    def chosen(self, lines: Iterable[dict[str, Any]]) -> list[ChosenLine]:
        """The lines of an order with the names of their supplies."""
        by_sku = {supply.row["sku"]: supply for supply in self.supplies}
        return [
            ChosenLine(line["quantity"], supply.name, supply.article)
            for line in lines
            if (supply := by_sku.get(line["sku"]))
        ]


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """An open request for the machine, as a guest sees it."""

    row: dict[str, Any]

    @property
    def category(self) -> str:
        return t_or(f"category.{self.row['category']}", self.row["category"])

    @property
    def facts(self) -> list[str]:
        """Known since when, the status, and when the visit is."""
        visit = self.row["visit"]
        texts = [
            t("guest_request.known_since", at=moment(self.row["received_at"])),
            _status_text(self.row["status"]),
            t("visit.at", period=period(visit["begins_at"], visit["ends_at"], weekday=True)) if visit else "",
        ]
        return [text for text in texts if text]


class StatusStep(NamedTuple):
    """`at` is empty for an expected step."""

    text: str
    at: str
    current: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Status:
    row: dict[str, Any]

    @property
    def reference(self) -> str:
        return str(self.row["reference_number"])

    @property
    def machine(self) -> str:
        machine = self.row["machine"]
        model = f"{machine['manufacturer']} {machine['model_name']}".strip()
        return f"{model} · {machine['equipment_number']}" if machine["equipment_number"] else model

    @property
    def place(self) -> str:
        machine = self.row["machine"]
        return ", ".join(dict.fromkeys(machine[name] for name in ("site", "city") if machine[name]))


class GuestOrder(_Status):
    """`row` is the contract's `GuestOrderStatus`."""

    @property
    def tag(self) -> Tag:
        return tag_of("order_status", "partly_shipped" if self.row["is_partly_shipped"] else self.row["status"])

    @property
    def lines(self) -> list[ChosenLine]:
        return [
            ChosenLine(line["quantity"], supply_name(line["kind"], line["colour"]), line["name"])
            for line in self.row["lines"]
        ]

    @property
    def steps(self) -> list[StatusStep]:
        steps = self.row["steps"]
        taken = [
            StatusStep(text_of("order_step", step["status"], to_customer=False), step["at"], i == len(steps))
            for i, step in enumerate(steps, start=1)
        ]
        expected = Order.expected.get(self.row["status"], ())
        return taken + [StatusStep(t(f"order_step.{status}"), "", False) for status in expected]


class GuestRequest(_Status):
    """`row` is the contract's `GuestRequestStatus`."""

    @property
    def tag(self) -> Tag:
        """For the customer "resolved" is a question, which a guest cannot answer."""
        status = self.row["status"]
        return tag_of("request_status", status)._replace(text=_status_text(status))

    @property
    def category(self) -> str:
        return t_or(f"category.{self.row['category']}", self.row["category"])

    @property
    def visit(self) -> str:
        visit = self.row["visit"]
        return period(visit["begins_at"], visit["ends_at"], weekday=True) if visit else ""

    @property
    def steps(self) -> list[StatusStep]:
        steps = self.row["steps"]
        taken = [
            StatusStep(text_of("step", step["step"], to_customer=False), step["at"], i == len(steps), _visit_of(step))
            for i, step in enumerate(steps, start=1)
        ]
        expected = ServiceRequest.expected.get(self.row["status"], ())
        return taken + [StatusStep(t(f"step.{status}"), "", False) for status in expected]


def _status_text(status: str) -> str:
    return (
        t("guest_status.resolved")
        if status == RequestStatus.RESOLVED
        else text_of("request_status", status, to_customer=False)
    )


def _visit_of(step: dict[str, Any]) -> str:
    """The visit of a step, with what became of it."""
    if not step["visit"]:
        return ""
    text = period(step["visit"]["begins_at"], step["visit"]["ends_at"], weekday=True)
    return t(f"visit.changed.{step['visit_change']}", period=text) if step["visit_change"] else text
