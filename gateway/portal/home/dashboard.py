"""What the first page says, made from the answers that came."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import url_for

from gateway.language import ago, local_hour, percent, t
from gateway.presenters import supplies
from gateway.presenters.machines import Machine
from gateway.presenters.registrations import AccessRequest, Registration

SHOWN_FAULTS, SHOWN_LOW, SHOWN_STALE, SHOWN_ROWS = 3, 3, 2, 5
TO_LOOK_AT = ("attention", "low", "stale")
"""What makes a machine need the reader."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads into its list; None where it could not be asked."""

    count: int | None
    key: str
    url: str


class Concern(NamedTuple):
    """Something that needs the reader."""

    tone: str
    icon: str
    text: str
    detail: str
    url: str
    action: str


def greeting(name: str) -> str:
    """Good morning, afternoon or evening, by the dealer's clock."""
    hour = local_hour()
    part = "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return t(f"greeting.{part}", name=name)


def tiles(
    machines: dict[str, Any] | None, requests: dict[str, Any] | None, orders: dict[str, Any] | None
) -> list[Tile]:
    """`requests` and `orders` are pages of the open ones: they tell how many there are."""
    counts = machines or {}
    return [
        Tile(counts.get("machines"), "tile.machines", url_for("machines.machine_list")),
        Tile(counts.get("attention"), "tile.attention", url_for("machines.machine_list", condition="attention")),
        Tile(counts.get("low"), "tile.low", url_for("machines.machine_list", condition="low")),
        Tile(counts.get("stale"), "tile.stale", url_for("machines.machine_list", condition="stale")),
        Tile(_counted(requests), "tile.open_requests", url_for("service_requests.request_list", open="1")),
        Tile(_counted(orders), "tile.open_orders", url_for("orders.order_list", open="1")),
    ]


def _counted(found: dict[str, Any] | None) -> int | None:
    return found["page"]["count"] if found else None


def lead(counts: dict[str, Any] | None) -> str:
    """How many machines need attention, in a sentence."""
    if counts is None:
        return ""
    needing = counts["to_look_at"]
    return t("home.lead", count=needing) if needing else t("home.lead_none")


def order_url(counts: dict[str, Any] | None) -> str:
    """Where an order begins: at the machines that run low, or at all of them when none does."""
    return url_for("machines.machine_list", condition="low" if counts and counts["low"] else None)


def concerns(page: SimpleNamespace) -> list[Concern] | None:
    """Machines that report a fault, run low or went silent; None where fleet cannot tell."""
    if page.low is None or page.needing is None:
        return None
    faulty = _of("attention", page.needing["rows"])[:SHOWN_FAULTS]
    told = {row["id"] for row in faulty}
    low = [row for row in sorted(page.low["rows"], key=_least) if row["id"] not in told][:SHOWN_LOW]
    silent = _of("stale", page.needing["rows"])[:SHOWN_STALE]
    return [
        *(_fault(Machine(row)) for row in faulty),
        *(_low(Machine(row)) for row in low),
        *(_stale(Machine(row)) for row in silent),
    ]


def asked(page: SimpleNamespace) -> list[Concern]:
    """Requests that wait for the reader, who administers users: for an account, then to see a machine."""
    accounts, machines = getattr(page, "accounts", None), getattr(page, "access", None)
    return [
        *(_wants_account(Registration(row)) for row in (accounts or {"rows": []})["rows"]),
        *(_wants_machine(AccessRequest(row)) for row in (machines or {"rows": []})["rows"]),
    ]


def _wants_account(one: Registration) -> Concern:
    text = t("concern.account", name=one.row["name"])
    return Concern("info", "person-plus", text, one.row["email"], one.url, t("concern.answer"))


def _wants_machine(one: AccessRequest) -> Concern:
    detail = f"{one.row['machine_name']} · {one.numbers}"
    return Concern("info", "printer", t("access.title", name=one.row["name"]), detail, one.url, t("concern.answer"))


def emptiest(rows: list[dict[str, Any]]) -> list[Machine]:
    """The machines with the least toner, emptiest first."""
    in_order = sorted(rows, key=lambda row: supplies.lowest_toner_percent(row["supplies"]))
    return [Machine(row) for row in in_order[:SHOWN_ROWS]]


def _least(row: dict[str, Any]) -> int:
    level = supplies.lowest(row["supplies"])
    return level["percent"] if level else 101


def _of(condition: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["condition"] == condition]


def _fault(machine: Machine) -> Concern:
    text = t("concern.attention", machine=machine.title, trouble=machine.troubles)
    return Concern("bad", "exclamation-octagon-fill", text, _where(machine), machine.url, t("concern.see_machine"))


def _low(machine: Machine) -> Concern:
    level = supplies.lowest(machine.row["supplies"])
    text = t("concern.low", machine=machine.title)
    if level:
        supply = supplies.supply_name(level["kind"], level["colour"])
        text = t("concern.low_level", machine=machine.title, supply=supply, percent=percent(level["percent"]))
    url = url_for("machines.supplies", machine_id=machine.row["id"])
    return Concern("bad", "droplet-half", text, _where(machine), url, t("concern.see_supplies"))


def _stale(machine: Machine) -> Concern:
    seen = machine.row["last_contact_at"]
    detail = t("concern.last_seen", ago=ago(seen)) if seen else t("concern.never_seen")
    text = t("concern.stale" if seen else "concern.silent", machine=machine.title)
    detail = f"{_where(machine)} · {detail}"
    return Concern("warn", "clock-history", text, detail, machine.url, t("concern.see_machine"))


def _where(machine: Machine) -> str:
    return " · ".join(filter(None, (machine.model, machine.place)))
