"""Orders of the demo: delivered ones for replaced toners, and open ones for toners that are low now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo import days
from deploy.demo.catalogue import Part
from deploy.demo.machines import FIRST, DemoMachine, Habit
from deploy.demo.people import CITY, LOGISTICS, SCHOOL
from deploy.demo.printing import History

ORDERED_BY = {
    LOGISTICS: "sanne@vandijk.example",
    SCHOOL: "anouk@delinde.example",
    CITY: "fatima@voorbeeldstad.example",
}
DELIVERED = 24
"""Number of delivered orders per customer."""
MAX_LINES = 5
OPEN_HISTORIES = [
    ["placed"],
    ["placed", "confirmed"],
    ["placed", "confirmed", "shipped"],
    ["placed", "refused"],
    ["placed", "cancelled"],
]
Line = tuple[DemoMachine, Part]


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """`fields`: payload of `ImportOrder` without the ids of machines and orderer."""

    key: str
    email: str
    lines: list[Line]
    fields: dict[str, Any]


def orders(machines: Sequence[DemoMachine], histories: Mapping[str, History], today: dt.date) -> list[DemoOrder]:
    """Delivered orders, oldest first within a customer, then open ones. The first FIRST machines have no open order."""
    made: list[DemoOrder] = []
    for customer_number in ORDERED_BY:
        own = [machine for machine in machines if machine.customer_number == customer_number]
        weeks: dict[tuple[str, dt.date], list[Line]] = {}
        for machine in own:
            for day, part in histories[machine.number].replacements:
                if part.sku and dt.timedelta(days=15) < today - day < dt.timedelta(days=360):
                    monday = day - dt.timedelta(days=day.weekday())
                    weeks.setdefault((machine.site, monday), []).append((machine, part))
        for site, monday in sorted(weeks, key=lambda week: (week[1], week[0]))[-DELIVERED:]:
            lines = weeks[site, monday][:MAX_LINES]
            placed = days.working_day_before(monday, 9)
            key = f"demo-order-{customer_number}-{site}-{monday}"
            made.append(_order(key, lines, ["placed", "confirmed", "shipped", "delivered"], placed, today))
    return made + _open(machines, today)


def _open(machines: Sequence[DemoMachine], today: dt.date) -> list[DemoOrder]:
    low = [machine for machine in machines[FIRST:] if machine.habit in (Habit.LOW, Habit.EMPTY, Habit.SOME)]
    made = []
    for i, machine in enumerate(machine for machine in low if machine.model.parts):
        path = OPEN_HISTORIES[i % len(OPEN_HISTORIES)]
        lines = [(machine, part) for part in machine.model.toners[:2]]
        placed = days.working_day_before(today, 1 + i % 3)
        made.append(_order(f"demo-open-order-{machine.number}", lines, path, placed, today))
        if len(made) == 10:
            break
    return made


def _order(key: str, lines: list[Line], path: list[str], placed: dt.date, today: dt.date) -> DemoOrder:
    machine = lines[0][0]
    rng = machine.rng(key)
    at = days.at(placed, rng.randrange(7, 11), rng.randrange(60))
    after = {"placed": 0, "confirmed": 1, "cancelled": 1, "refused": 2, "shipped": 4, "delivered": 26}
    place = machine.record["location"]
    fields: dict[str, Any] = {
        "deliver_to": {part: place[part] for part in ("street", "postcode", "city")} | {"name": place["site"]},
        "attention": machine.record["contact_name"],
        "cost_centre": machine.record["cost_centre"],
        "purchase_reference": f"INK-{placed:%y%m}-{rng.randrange(100, 999)}" if rng.random() < 0.5 else "",
        "steps": [
            {
                "status": status,
                "at": at + dt.timedelta(hours=after[status]),
                "by_staff": status not in ("placed", "cancelled"),
                "note": "Dit artikel valt niet onder uw contract." if status == "refused" else "",
            }
            for status in path
        ],
    }
    if "shipped" in path:
        fields |= {"carrier": "PostNL", "tracking_number": f"3SDEMO{rng.randrange(10**7):07d}"}
    return DemoOrder(key, ORDERED_BY[machine.customer_number], lines, fields)
