"""Models and supplies of the demo. Names, part numbers, compatibility and yields are those of real products."""

from typing import Any, NamedTuple

COLOURS = ("black", "cyan", "magenta", "yellow")


class Part(NamedTuple):
    """A supply. `pages`: None if the manufacturer states no yield; `price`: in cents, None if included in contracts."""

    sku: str
    kind: str
    colour: str
    pages: int | None = None
    price: int | None = None


UNLISTED = Part("", "toner", "black", 20000)
"""Toner of a model that has none in the catalogue."""


class Model(NamedTuple):
    """A model and its parts. `weekly`: pages per week. `serial`: prefix of serial numbers.

    `says`: the device's description of a toner, a template with {colour} and {sku}.
    """

    manufacturer: str
    name: str
    parts: tuple[Part, ...]
    weekly: int
    serial: str
    says: str = "Toner ({colour})"

    @property
    def toners(self) -> list[Part]:
        """In the order in which devices report them: black first."""
        return sorted(
            (part for part in self.parts if part.kind == "toner"), key=lambda part: COLOURS.index(part.colour)
        )

    @property
    def in_colour(self) -> bool:
        return any(part.colour == "cyan" for part in self.parts)

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)


def _four(family: str, black: int, others: int) -> tuple[Part, ...]:
    """The four toners of a Konica Minolta family, whose suffix is the colour."""
    yields = zip(COLOURS, "KCMY", (black, others, others, others), strict=True)
    return tuple(Part(f"{family}{letter}", "toner", colour, pages) for colour, letter, pages in yields)


def _named(pages: tuple[int, int], **skus: str) -> tuple[Part, ...]:
    """Toners by colour → SKU; `pages`: yield of black and of the others."""
    return tuple(Part(sku, "toner", colour, pages[colour != "black"]) for colour, sku in skus.items())


KM, WASTE = "Konica Minolta", "waste_toner"
TN_328 = (*_four("TN-328", 28000, 28000), Part("WX-107", WASTE, "none"))
TN_324 = (*_four("TN-324", 28000, 26000), Part("WX-105", WASTE, "none"))
C250I = Model(KM, "bizhub C250i", TN_328, 1100, "AA2M9")
C300I = Model(KM, "bizhub C300i", TN_328, 1400, "AA2K9")
C360I = Model(KM, "bizhub C360i", TN_328, 1900, "AA2J9")
C258 = Model(KM, "bizhub C258", TN_324, 1000, "A7R09")
C308 = Model(KM, "bizhub C308", TN_324, 1300, "A7PY9")
C284E = Model(KM, "bizhub C284e", (*_four("TN-321", 27000, 25000), Part("WX-103", WASTE, "none")), 900, "A5C29")
C227 = Model(KM, "bizhub C227", (*_four("TN-221", 24000, 21000), Part("WX-105", WASTE, "none")), 700, "A7989")
C3350 = Model(KM, "bizhub C3350", _four("TNP-48", 10000, 10000), 350, "A4Y49")
B227 = Model(KM, "bizhub 227", (Part("TN-323", "toner", "black", 23000),), 800, "A7AK9")
B4752 = Model(KM, "bizhub 4752", (), 600, "A6VP9")
"""No supply of the catalogue fits this model."""
IM_C3000 = Model(
    "Ricoh",
    "IM C3000",
    _named((31000, 19000), black="842255", yellow="842256", magenta="842257", cyan="842258"),
    1200,
    "3919P9",
    "{colour} Toner",
)
C405 = Model(
    "Xerox",
    "VersaLink C405",
    _named((5000, 4800), black="106R03512", yellow="106R03513", cyan="106R03514", magenta="106R03515"),
    300,
    "33579",
    "{colour} Toner Cartridge, PN {sku}",
)
C3525I = Model(
    "Canon",
    "imageRUNNER ADVANCE C3525i",
    _named((36000, 19000), black="8524B002", cyan="8525B002", magenta="8526B002", yellow="8527B002"),
    1000,
    "XTK09",
    "Canon C-EXV 49 {colour} Toner",
)
HL_L6400DW = Model(
    "Brother",
    "HL-L6400DW",
    (Part("TN-3520", "toner", "black", 20000, 14995), Part("DR-3400", "drum", "none", 50000, 13995)),
    500,
    "E7398J9N",
    "{colour} Toner Cartridge",
)
M507 = Model(
    "HP",
    "LaserJet M507",
    (Part("CF289X", "toner", "black", 10000, 21995),),
    350,
    "PHB9K",
    "{colour} Cartridge HP {sku}",
)
P3045DN = Model(
    "Kyocera",
    "ECOSYS P3045dn",
    (Part("TK-3160", "toner", "black", 12500, 11995),),
    450,
    "R4B9",
    "{sku}",
)
P_4532DN = Model("UTAX", "P-4532DN", (Part("PK-3010", "toner", "black"),), 300, "R9L9", "{sku}")
MODELS = [
    C250I, C300I, C360I, C258, C308, C284E, C227, C3350, B227, B4752, IM_C3000, C405, C3525I, HL_L6400DW, M507,
    P3045DN, P_4532DN,
]  # fmt: skip


def supplies() -> list[dict[str, Any]]:
    """All supplies, each with the models it fits, as requests of `UpsertSupply`."""
    by_sku: dict[str, dict[str, Any]] = {}
    for model in MODELS:
        for part in model.parts:
            supply = by_sku.setdefault(
                part.sku,
                {
                    "sku": part.sku,
                    "name": f"{model.manufacturer} {part.sku}",
                    "kind": part.kind,
                    "colour": part.colour,
                    "yield_pages": part.pages,
                    "included_in_contract": part.price is None,
                    "price": None if part.price is None else {"amount": part.price, "currency": "EUR"},
                    "fits": [],
                },
            )
            supply["fits"].append({"manufacturer": model.manufacturer, "name": model.name})
    return list(by_sku.values())
