"""Models and supplies of the demo. Names and SKUs are facts about real products."""

from typing import Any, NamedTuple


class Model(NamedTuple):
    """A model and the part families of its toner; `waste` is its waste box."""

    manufacturer: str
    name: str
    colour: bool
    toner: str
    waste: str
    yield_pages: int


MODELS = [
    Model("Konica Minolta", "bizhub C250i", True, "TN-328", "WX-107", 28000),
    Model("Konica Minolta", "bizhub C300i", True, "TN-328", "WX-107", 28000),
    Model("Konica Minolta", "bizhub C360i", True, "TN-328", "WX-107", 28000),
    Model("Konica Minolta", "bizhub C258", True, "TN-324", "WX-105", 28000),
    Model("Konica Minolta", "bizhub C4050i", True, "TNP-80", "WB-P08", 13000),
    Model("Konica Minolta", "bizhub 4702P", False, "TNP-79", "", 20000),
    Model("Konica Minolta", "bizhub 227", False, "TN-323", "", 23000),
]
COLOURS = {"black": "K", "cyan": "C", "magenta": "M", "yellow": "Y"}


def supplies() -> list[dict[str, Any]]:
    """Every supply once, with all the models it fits, as `RecordSupply` wants it."""
    found: dict[str, dict[str, Any]] = {}
    for model in MODELS:
        for sku, kind, colour in _of(model):
            supply = found.setdefault(
                sku,
                {
                    "sku": sku,
                    "name": f"{model.manufacturer} {sku}",
                    "kind": kind,
                    "colour": colour,
                    "yield_pages": model.yield_pages if kind == "toner" else None,
                    "fits": [],
                },
            )
            supply["fits"].append({"manufacturer": model.manufacturer, "name": model.name})
    return list(found.values())


def _of(model: Model) -> list[tuple[str, str, str]]:
    if model.colour:
        toner = [(f"{model.toner}{letter}", "toner", colour) for colour, letter in COLOURS.items()]
    else:
        toner = [(model.toner, "toner", "black")]
    return toner + ([(model.waste, "waste_toner", "none")] if model.waste else [])
