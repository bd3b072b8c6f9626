"""View models of the start page. The response of a service that did not answer is None."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import ago, local_hour, percent, t
from gateway.presenters import supplies
from gateway.presenters.machines import Explanation, Machine
from gateway.presenters.registrations import AccessRequest, Registration

MAX_FAULTS, MAX_LOW, MAX_STALE, MAX_LEVELS = 3, 3, 2, 5
MACHINES_LOADED = max(MAX_LEVELS, MAX_FAULTS + MAX_LOW)
"""Machines of each condition that are loaded: of low ones as many as are shown, also where faulty ones are left out."""
ATTENTION_CONDITIONS = ("attention", "low", "stale")
"""The conditions of machines that need attention."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with a link to its list; `count` is None if the service did not answer."""

    count: int | None
    key: str
    url: str


class Concern(NamedTuple):
    """An entry of the list of what needs attention."""

    tone: str
    icon: str
    text: str
    detail: str
    url: str
    action: str


def greeting(name: str) -> str:
    """Good morning, afternoon or evening, by the dealer's time zone."""
    hour = local_hour()
    part = "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return t(f"greeting.{part}", name=name)


def tiles(
    machines: dict[str, Any] | None, requests: dict[str, Any] | None, orders: dict[str, Any] | None
) -> list[Tile]:
    """`requests` and `orders` are list pages of open ones, of which only the count is used."""
    counts = machines or {}
    return [
        Tile(counts.get("machines"), "tile.machines", url_for("machines.machine_list")),
        Tile(counts.get("attention"), "tile.attention", url_for("machines.machine_list", condition="attention")),
        Tile(counts.get("low"), "tile.low", url_for("machines.machine_list", condition="low")),
        Tile(counts.get("stale"), "tile.stale", url_for("machines.machine_list", condition="stale")),
        Tile(_count(requests), "tile.open_requests", url_for("service_requests.request_list", open="1")),
        Tile(_count(orders), "tile.open_orders", url_for("orders.order_list", open="1")),
    ]


def _count(found: dict[str, Any] | None) -> int | None:
    return found["page"]["count"] if found else None


def lead(counts: dict[str, Any] | None) -> str:
    """The number of machines that need attention, as a sentence."""
    if counts is None:
        return ""
    count = counts["to_look_at"]
    return t("home.lead", count=count) if count else t("home.lead_none")


def well(counts: dict[str, Any] | None) -> Explanation:
    """Why nothing needs attention."""
    if _none_connected(counts):
        return Explanation(t("home.none_connected"), t("home.none_connected.advice"))
    return Explanation(t("home.all_well"), t("home.all_well.advice"))


def none_low(counts: dict[str, Any] | None) -> Explanation:
    """Why no toner level is listed."""
    if _none_connected(counts):
        return Explanation(t("home.none_connected"), t("home.none_connected.advice"))
    return Explanation(t("home.no_low"), t("home.no_low.advice"))


def _none_connected(counts: dict[str, Any] | None) -> bool:
    return counts is not None and counts["not_connected"] == counts["machines"]


def concerns(overview: dict[str, Any] | None) -> list[Concern] | None:
    """Machines with a fault, a low supply or no recent report, without duplicates; None if fleet does not answer."""
    if overview is None:
        return None
    faulty = overview["attention"][:MAX_FAULTS]
    faulty_ids = {row["id"] for row in faulty}
    low = [row for row in overview["low"] if row["id"] not in faulty_ids]
    return [
        *(_fault(Machine(row)) for row in faulty),
        *(_low(Machine(row)) for row in low[:MAX_LOW]),
        *(_stale(Machine(row)) for row in overview["stale"][:MAX_STALE]),
    ]


def requests_to_answer(pending: dict[str, Any] | None) -> list[Concern]:
    """Open registrations, then open access requests; none for other persons than user administrators."""
    if pending is None:
        return []
    return [
        *(_account_concern(Registration(row)) for row in pending["accounts"]),
        *(_access_concern(AccessRequest(row)) for row in pending["access"]),
    ]


def _account_concern(registration: Registration) -> Concern:
    text = t("concern.account", name=registration.row["name"])
    return Concern("info", "person-plus", text, registration.row["email"], registration.url, t("concern.answer"))


def _access_concern(request: AccessRequest) -> Concern:
    detail = f"{request.row['machine_name']} · {request.numbers}"
    return Concern(
        "info", "printer", t("access.title", name=request.row["name"]), detail, request.url, t("concern.answer")
    )


def _fault(machine: Machine) -> Concern:
    text = t("concern.attention", machine=machine.title, trouble=machine.troubles)
    return Concern("bad", "exclamation-octagon-fill", text, _location(machine), machine.url, t("concern.see_machine"))


def _low(machine: Machine) -> Concern:
    level = supplies.lowest(machine.row["supplies"])
    text = t("concern.low", machine=machine.title)
    if level:
        supply = supplies.supply_name(level["kind"], level["colour"])
        text = t("concern.low_level", machine=machine.title, supply=supply, percent=percent(level["percent"]))
    url = url_for("machines.supplies", machine_id=machine.row["id"])
    return Concern("bad", "droplet-half", text, _location(machine), url, t("concern.see_supplies"))


def _stale(machine: Machine) -> Concern:
    seen = machine.row["last_contact_at"]
    detail = t("concern.last_seen", ago=ago(seen)) if seen else t("concern.never_seen")
    text = t("concern.stale" if seen else "concern.silent", machine=machine.title)
    detail = f"{_location(machine)} · {detail}"
    return Concern("warn", "clock-history", text, detail, machine.url, t("concern.see_machine"))


def _location(machine: Machine) -> str:
    return " · ".join(filter(None, (machine.model, machine.place)))
