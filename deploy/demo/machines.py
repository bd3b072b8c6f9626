"""Machines of the demo: deterministic, every supply state and staleness among them."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from deploy.demo.catalogue import COLOURS, MODELS, Model

PLACES: dict[str, list[dict[str, str]]] = {
    "1048823": [
        {"site": "Hoofdkantoor", "street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam"},
        {"site": "Distributiecentrum", "street": "Kanaalweg 300", "postcode": "3500 AA", "city": "Utrecht"},
        {"site": "Werkplaats", "street": "Havenpad 7", "postcode": "3800 AA", "city": "Amersfoort"},
    ],
    "1050117": [
        {"site": "Stadhuis", "street": "Stadhuisplein 1", "postcode": "9999 XX", "city": "Voorbeeldstad"},
        {"site": "Bibliotheek", "street": "Lezerslaan 22", "postcode": "9999 XY", "city": "Voorbeeldstad"},
    ],
}
NAMES = ["Balie", "Magazijn", "Expeditie", "Directie", "Archief", "Huisdrukkerij", "Receptie", "Planning", "Inkoop"]
COUNTS = {"1048823": 30, "1050117": 12}
GROUPS = {
    "1048823": {"Amsterdam": "Hoofdkantoor", "Utrecht": "Distributiecentrum"},
    "1050117": {"Publiek": "Bibliotheek"},
}
HABITS = ["well", "well", "well", "low", "well", "vague", "well", "silent", "unknown", "well", "not_connected", "well"]
"""How machines behave, in turn. `silent`: has not reported for days; `vague`: tells only that some is left."""


def machines() -> Iterator[tuple[dict[str, Any], Model, str]]:
    """Each machine as `RecordMachine` wants it, its model and its habit."""
    for customer_number, count in COUNTS.items():
        for i in range(count):
            model = MODELS[i % len(MODELS)]
            habit = HABITS[i % len(HABITS)]
            place = PLACES[customer_number][i % len(PLACES[customer_number])]
            number = f"{customer_number[-3:]}{i + 1:02d}"
            yield (
                {
                    "customer_number": customer_number,
                    "equipment_number": number,
                    "serial_number": f"DEMO{model.name[-4:].strip().upper()}{number}",
                    "manufacturer": model.manufacturer,
                    "model_name": model.name,
                    "own_reference": f"{NAMES[i % len(NAMES)]} {i // len(NAMES) + 1}",
                    "location": place | {"floor": str(i % 4)},
                    "contact_name": "Sanne de Wit" if customer_number == "1048823" else "Fatima el Amrani",
                    "cost_centre": f"{4000 + 100 * (i % 5)}",
                    "contract": "Volledige service",
                    "monitoring": "not_connected" if habit == "not_connected" else "connected",
                },
                model,
                habit,
            )


def reading(machine: dict[str, Any], model: Model, habit: str, now: dt.datetime) -> dict[str, Any] | None:
    """The machine's last reading; None for one that is not connected."""
    if habit == "not_connected":
        return None
    chance = random.Random(machine["equipment_number"])  # noqa: S311  # the same demo every time
    age = dt.timedelta(days=10) if habit == "silent" else dt.timedelta(minutes=chance.randrange(10, 300))
    mono, colour = chance.randrange(8000, 300000), chance.randrange(2000, 90000) if model.colour else 0
    supplies = [
        _toner(i, colour_name, habit, chance)
        for i, colour_name in enumerate(COLOURS if model.colour else ["black"], start=1)
    ]
    if model.waste:
        supplies.append(_row(len(supplies) + 1, "filled", "waste_toner", "Waste Toner Box", None, -2, -3))
    return {
        "key": f"demo-{machine['equipment_number']}",
        "observed_at": now - age,
        "source": "collector",
        "device": {
            "serial_number": machine["serial_number"],
            "manufacturer": model.manufacturer,
            "model_name": model.name,
        },
        "counters": {"total": mono + colour, "mono": mono, "colour": colour if model.colour else None},
        "supplies": supplies,
        "errors": ["low_toner"] if habit == "low" else [],
    }


def _toner(i: int, colour: str, habit: str, chance: random.Random) -> dict[str, Any]:
    level = {"vague": -3, "unknown": -2}.get(habit, chance.randrange(15, 98))
    if habit == "low" and i == 1:
        level = chance.randrange(2, 9)
    return _row(i, "consumed", "toner", f"Toner ({colour.title()})", colour, -2 if level < 0 else 100, level)


def _row(
    index: int, supply_class: str, supply_type: str, description: str, colorant: str | None, maximum: int, level: int
) -> dict[str, Any]:
    return {
        "index": index,
        "supply_class": supply_class,
        "supply_type": supply_type,
        "description": description,
        "colorant": colorant,
        "unit": "percent",
        "max_capacity": maximum,
        "level": level,
    }
