"""Machines of the demo: deterministic, with every supply state and condition that a page can show."""

import enum
import random
from dataclasses import dataclass, replace
from typing import Any

from deploy.demo import catalogue as c
from deploy.demo.catalogue import Model
from deploy.demo.people import CITY, LOGISTICS, SCHOOL
from deploy.demo.places import HEAD_OFFICE, SITES, UTRECHT, WORKSHOP, Site


class Habit(enum.StrEnum):
    """How a machine behaves. Unless stated otherwise, it reports every day and has no fault."""

    WELL = "well"
    LOW = "low"
    EMPTY = "empty"
    SOME = "some"  # reports only that some is left
    UNKNOWN = "unknown"
    NOT_REPORTED = "not_reported"
    SILENT = "silent"  # has not reported for days or weeks
    NEVER = "never"  # connected, but has never reported
    NOT_CONNECTED = "not_connected"
    BY_HAND = "by_hand"  # not connected; its counter is read manually
    SHEETS = "sheets"  # counts sheets instead of pages
    JAMMED = "jammed"
    DOOR_OPEN = "door_open"
    SERVICE = "service_requested"
    JAMMED_AND_LOW = "jammed_and_low"
    PAPER = "low_paper"
    TWO_NAMES = "two_names"  # reports a second model name
    COUNTER_RESET = "counter_reset"  # reported a lower counter once, which was held
    MOVED = "moved"  # came from another customer


H = Habit
USUAL = (
    H.WELL, H.WELL, H.WELL, H.WELL, H.LOW, H.WELL, H.WELL, H.WELL, H.SOME, H.WELL, H.WELL, H.BY_HAND, H.WELL, H.WELL,
    H.SILENT, H.WELL, H.WELL, H.WELL, H.UNKNOWN, H.WELL, H.WELL, H.LOW, H.WELL, H.WELL, H.NOT_CONNECTED, H.WELL,
)  # fmt: skip
"""Habits in rotation, for machines without one in RARE_HABITS."""
RARE_HABITS = {
    "Vestiging Rotterdam": {2: H.JAMMED, 5: H.EMPTY, 9: H.SERVICE, 14: H.NOT_REPORTED, 17: H.NEVER},
    "Vestiging Venlo": {1: H.JAMMED_AND_LOW, 6: H.TWO_NAMES, 10: H.PAPER},
    "Vestiging Zwolle": {3: H.COUNTER_RESET, 8: H.DOOR_OPEN},
    "Locatie Noord": {0: H.EMPTY, 4: H.JAMMED, 11: H.NOT_REPORTED},
    "Locatie Zuid": {3: H.SERVICE, 7: H.PAPER, 12: H.COUNTER_RESET},
    "Bestuursbureau": {1: H.MOVED},
    "Stadhuis": {1: H.SHEETS, 5: H.SHEETS, 7: H.JAMMED, 9: H.NOT_REPORTED},
    "Bibliotheek": {2: H.LOW, 4: H.DOOR_OPEN, 6: H.NEVER},
}
"""Rare habits: site → index of the machine → habit."""
FIRST_SITES = (HEAD_OFFICE, UTRECHT, WORKSHOP)
FIRST_NAMES = (
    "Balie",
    "Magazijn",
    "Expeditie",
    "Directie",
    "Archief",
    "Huisdrukkerij",
    "Receptie",
    "Planning",
    "Inkoop",
)
FIRST_MODELS = (c.C250I, c.C300I, c.C360I, c.C258, c.C3350, c.HL_L6400DW, c.B227)
FIRST_HABITS = (
    H.WELL, H.WELL, H.WELL, H.LOW, H.WELL, H.SOME, H.WELL, H.SILENT, H.UNKNOWN, H.WELL, H.NOT_CONNECTED, H.WELL,
)  # fmt: skip
FIRST = 30


@dataclass(frozen=True, slots=True)
class DemoMachine:
    """`record` is a request of `UpsertMachine`; `former` is the machine at its former customer."""

    record: dict[str, Any]
    model: Model
    habit: Habit
    former: "DemoMachine | None" = None

    @property
    def number(self) -> str:
        return str(self.record["equipment_number"])

    @property
    def customer_number(self) -> str:
        return str(self.record["customer_number"])

    @property
    def site(self) -> str:
        return str(self.record["location"]["site"])

    def rng(self, purpose: str) -> random.Random:
        """A random generator seeded by machine and purpose, so that the demo is deterministic."""
        return random.Random(f"{self.number} {purpose}")  # noqa: S311  # the same demo every time


def machines(scale: float = 1.0) -> list[DemoMachine]:
    """All machines by equipment number. A smaller `scale` omits the last machines of a site, except those in
    RARE_HABITS."""
    made = [_first(i) for i in range(FIRST)]
    counted = {LOGISTICS: FIRST, SCHOOL: 0, CITY: 0}
    for site in SITES:
        rare = RARE_HABITS.get(site.location["site"], {})
        for i in range(site.machines):
            counted[site.customer_number] += 1
            if i in rare or i < round(site.machines * scale):
                made.append(_of_site(site, i, counted[site.customer_number]))
    return made


def _first(i: int) -> DemoMachine:
    """The first machines of the first customer, which lists show first."""
    model, habit = FIRST_MODELS[i % len(FIRST_MODELS)], FIRST_HABITS[i % len(FIRST_HABITS)]
    place = FIRST_SITES[i % len(FIRST_SITES)]
    name = f"{FIRST_NAMES[i % len(FIRST_NAMES)]} {i // len(FIRST_NAMES) + 1}"
    return _machine(LOGISTICS, i + 1, model, habit, place | {"floor": str(i % 4)}, name, "Sanne de Wit", i)


def _of_site(site: Site, i: int, number: int) -> DemoMachine:
    habit = RARE_HABITS.get(site.location["site"], {}).get(i, USUAL[number % len(USUAL)])
    name = f"{site.names[i % len(site.names)]} {i // len(site.names) + 1}"
    spot = {
        "building": site.buildings[i % len(site.buildings)],
        "floor": str(i // 5 % 4),
        "room": f"{i // 5 % 4}.{i:02d}",
    }
    model = c.IM_C3000 if habit is H.SHEETS else site.models[i % len(site.models)]
    made = _machine(site.customer_number, number, model, habit, site.location | spot, name, site.contact_name, i)
    return replace(made, former=_as_before(made)) if habit is H.MOVED else made


def _machine(
    customer_number: str,
    number: int,
    model: Model,
    habit: Habit,
    location: dict[str, str],
    name: str,
    contact_name: str,
    i: int,
) -> DemoMachine:
    equipment_number = f"{customer_number[-3:]}{number:03d}"
    connected = habit not in (H.NOT_CONNECTED, H.BY_HAND)
    record = {
        "customer_number": customer_number,
        "equipment_number": equipment_number,
        "serial_number": f"{model.serial}{equipment_number}{number * 37 % 100:02d}",
        "manufacturer": model.manufacturer,
        "model_name": model.name,
        "own_reference": name,
        "location": location,
        "contact_name": contact_name,
        "cost_centre": f"{4000 + 100 * (i % 5)}",
        "contract": "Alleen toner" if i % 6 == 5 else "Volledige service",
        "monitoring": "connected" if connected else "not_connected",
    }
    return DemoMachine(record, model, habit)


def _as_before(machine: DemoMachine) -> DemoMachine:
    place = next(site for site in SITES if site.customer_number == CITY)
    described = {"customer_number": CITY, "location": place.location, "own_reference": "Tijdelijk loket"}
    return replace(machine, record=machine.record | described | {"contact_name": place.contact_name}, former=None)
