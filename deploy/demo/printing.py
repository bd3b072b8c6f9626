"""Readings of the demo: two years of weekly readings, with toners that run low and are replaced.

Volumes differ per machine, grow slightly and depend on the season: a school prints little in its holidays.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.catalogue import Model, Part
from deploy.demo.machines import DemoMachine, Habit
from deploy.demo.people import CITY, SCHOOL

WEEKS = 104
WEEKS_WITH_LEVELS = 26
"""Number of latest weeks with toner levels: enough for each toner to be replaced."""
WEEK = dt.timedelta(weeks=1)
BY_HAND_EVERY = 13
BUSY_MONTHS = {1: 0.85, 2: 0.95, 7: 0.9, 8: 0.85, 10: 1.05, 11: 1.25, 12: 1.3}
FAULTS = {
    Habit.JAMMED: ["jammed"],
    Habit.JAMMED_AND_LOW: ["jammed"],
    Habit.DOOR_OPEN: ["door_open"],
    Habit.SERVICE: ["service_requested"],
    Habit.PAPER: ["low_paper"],
    Habit.LOW: ["low_toner"],
    Habit.EMPTY: ["no_toner"],
}
STATES = {Habit.SOME: -3, Habit.UNKNOWN: -2, Habit.NOT_REPORTED: -1}
"""Special values of a level (Printer MIB, RFC 3805)."""


@dataclass(slots=True)
class History:
    """A machine's readings, oldest first, and the replaced toners with their dates."""

    readings: list[dict[str, Any]] = field(default_factory=list)
    replacements: list[tuple[dt.date, Part]] = field(default_factory=list)


def history_of(machine: DemoMachine, today: dt.date, weeks: int = WEEKS) -> History:
    """All readings of the machine up to midnight before `today` (UTC)."""
    if machine.habit in (Habit.NEVER, Habit.NOT_CONNECTED):
        return History()
    rng = machine.rng("since")
    silent = rng.choice((4, 6, 11, 25, 60)) if machine.habit is Habit.SILENT else 0
    last = dt.datetime.combine(today, dt.time(), dt.UTC) - dt.timedelta(days=silent, minutes=rng.randrange(5, 360))
    lasts = rng.randrange(15, weeks) if weeks > 15 and rng.random() < 0.15 else weeks - 1
    moments = [last - WEEK * back for back in range(lasts, -1, -1)]
    pages = _pages(machine, moments)
    return _history(machine, moments, pages)


def _pages(machine: DemoMachine, moments: list[dt.datetime]) -> list[tuple[int, int]]:
    """Mono and colour pages of the week before each moment."""
    rng = machine.rng("rate")
    rate = machine.model.weekly * rng.uniform(0.35, 1.6)
    growth = rng.uniform(-0.04, 0.16) / 52
    share = rng.uniform(0.15, 0.45) if machine.model.in_colour else 0.0
    weeks = []
    for i, moment in enumerate(moments):
        day = (moment - WEEK / 2).date()
        printed = rate * (1 + growth * i) * _season(machine.customer_number, day) * rng.uniform(0.8, 1.2)
        colour = round(printed * share * rng.uniform(0.85, 1.15))
        weeks.append((max(round(printed) - colour, 0), colour))
    return weeks


def _season(customer_number: str, day: dt.date) -> float:
    """The seasonal factor of the volume."""
    in_year = (day.month, day.day)
    christmas = in_year >= (12, 22) or in_year <= (1, 4)
    if customer_number == SCHOOL:
        if christmas or (7, 10) <= in_year <= (8, 22):
            return 0.06
        return 0.35 if (10, 18) <= in_year <= (10, 26) or (4, 26) <= in_year <= (5, 6) else 1.1
    if customer_number == CITY:
        return 0.45 if christmas else 0.75 if day.month in (7, 8) else 1.05
    return 0.7 if christmas else BUSY_MONTHS.get(day.month, 1.0)


def _history(machine: DemoMachine, moments: list[dt.datetime], pages: list[tuple[int, int]]) -> History:
    rng, history = machine.rng("counters"), History()
    mono, colour = rng.randrange(4000, 90000), rng.randrange(1000, 30000) if machine.model.in_colour else 0
    levels = _levels(machine, moments, pages, history)
    for i, (moment, (more_mono, more_colour)) in enumerate(zip(moments, pages, strict=True)):
        mono, colour = mono + more_mono, colour + more_colour
        if machine.habit is Habit.BY_HAND and (len(moments) - 1 - i) % BY_HAND_EVERY:
            continue
        history.readings.append(_reading(machine, moment, mono, colour, levels[i], last=i == len(moments) - 1))
        if machine.habit is Habit.COUNTER_RESET and len(moments) - i == 20:
            history.readings.append(_reading(machine, moment + dt.timedelta(days=2), 31, 4, None, last=False))
    history.replacements.sort(key=lambda replacement: replacement[0])
    return history


def _levels(
    machine: DemoMachine, moments: list[dt.datetime], pages: list[tuple[int, int]], history: History
) -> list[list[int] | None]:
    """The percentage of each toner at each moment, None before WEEKS_WITH_LEVELS. Adds the replacements to `history`.

    Computed backwards from the present levels: where a level would exceed 100 %, a nearly empty toner was replaced.
    """
    rng, toners = machine.rng("levels"), machine.model.toners
    now = [float(rng.randrange(15, 98)) for _ in toners]
    if machine.habit in (Habit.LOW, Habit.JAMMED_AND_LOW) and now:
        now[rng.randrange(len(now))] = float(rng.randrange(2, 10))
    if machine.habit is Habit.EMPTY and now:
        now[0] = 0.0
    levels: list[list[int] | None] = []
    for i in range(len(moments) - 1, -1, -1):
        levels.append([round(level) for level in now] if len(moments) - i <= WEEKS_WITH_LEVELS else None)
        for place, toner in enumerate(toners):
            printed = sum(pages[i]) if toner.colour == "black" else pages[i][1]
            now[place] += 100 * printed / (toner.pages or 10000)
            if now[place] > 100:
                history.replacements.append((moments[i].date(), toner))
                now[place] = float(rng.randrange(1, 7))
    return levels[::-1]


def _reading(
    machine: DemoMachine, moment: dt.datetime, mono: int, colour: int, levels: list[int] | None, *, last: bool
) -> dict[str, Any]:
    by_hand, sheets = machine.habit is Habit.BY_HAND, machine.habit is Habit.SHEETS
    counters: dict[str, Any] = {"total": mono + colour, "mono": mono}
    if machine.model.in_colour:
        counters["colour"] = colour
    device = {
        "serial_number": machine.record["serial_number"],
        "manufacturer": machine.model.manufacturer,
        "model_name": machine.model.name,
    }
    reading: dict[str, Any] = {
        "key": f"demo-{machine.number}-{moment.date()}",
        "observed_at": moment,
        "source": "manual" if by_hand else "collector",
        "device": device,
        "counters": {"other_unit": "sheets"} if sheets else counters,
    }
    if machine.habit is Habit.TWO_NAMES and last:
        device["other_model_name"] = "Develop ineo+ 280"
    if levels is not None and not by_hand:
        reading["supplies"] = _supplies(machine, levels, mono + colour)
        reading["errors"] = FAULTS.get(machine.habit, []) if last else []
    return reading


def _supplies(machine: DemoMachine, levels: list[int], printed: int) -> list[dict[str, Any]]:
    """Rows of prtMarkerSuppliesTable (RFC 3805)."""
    model = machine.model
    rows = [_toner(machine, model, part, level) for part, level in zip(model.toners, levels, strict=True)]
    if drum := model.part("drum"):
        capacity = drum.pages or 1
        left = capacity - printed % (capacity * 85 // 100)  # it is replaced at 15 %
        rows.append(_row("consumed", "opc", "Drum Unit", None, "impressions", capacity, left))
    if model.part("waste_toner"):
        rows.append(_row("filled", "waste_toner", "Waste Toner Box", None, "percent", -2, -3))
    return [row | {"index": i} for i, row in enumerate(rows, start=1)]


def _toner(machine: DemoMachine, model: Model, part: Part, percent: int) -> dict[str, Any]:
    colour = part.colour
    description = model.says.format(colour=colour.title(), sku=part.sku)
    if machine.habit in STATES:
        return _row("consumed", "toner", description, colour, "percent", -2, STATES[machine.habit])
    if model.manufacturer == "Brother" and percent > 10:  # reports a percentage only when low, before that "some"
        return _row("consumed", "toner", description, colour, "percent", -2, -3)
    if model.manufacturer == "Xerox":
        capacity = part.pages or 100
        return _row("consumed", "toner", description, colour, "impressions", capacity, capacity * percent // 100)
    return _row("consumed", "toner", description, colour, "percent", 100, percent)


def _row(
    supply_class: str, supply_type: str, description: str, colorant: str | None, unit: str, capacity: int, level: int
) -> dict[str, Any]:
    return {
        "supply_class": supply_class,
        "supply_type": supply_type,
        "description": description,
        "colorant": colorant,
        "unit": unit,
        "max_capacity": capacity,
        "level": level,
    }
