"""Sites of the demo. All fictitious."""

from typing import NamedTuple

from deploy.demo import catalogue as c
from deploy.demo.people import CITY, LOGISTICS, SCHOOL


class Site(NamedTuple):
    """A site with a number of machines. `models`, `names` and `buildings` are used in rotation."""

    customer_number: str
    location: dict[str, str]
    machines: int
    models: tuple[c.Model, ...]
    names: tuple[str, ...]
    contact_name: str
    buildings: tuple[str, ...] = ("",)


def _at(site: str, street: str, postcode: str, city: str) -> dict[str, str]:
    return {"site": site, "street": street, "postcode": postcode, "city": city}


HEAD_OFFICE = _at("Hoofdkantoor", "Voorbeeldkade 12", "1000 AA", "Amsterdam")
UTRECHT = _at("Distributiecentrum", "Kanaalweg 300", "3500 AA", "Utrecht")
WORKSHOP = _at("Werkplaats", "Havenpad 7", "3800 AA", "Amersfoort")
A3 = (c.C250I, c.C300I, c.C360I, c.C308, c.C258, c.IM_C3000)
SMALL = (c.HL_L6400DW, c.M507, c.C405, c.P3045DN, c.B4752)
HALLS = ("Hal A", "Hal B", "Orderpicking", "Laadkuil", "Retouren", "Douane", "Labelstation", "Teamleider")
OFFICES = (
    "Administratie",
    "Verkoop",
    "Personeelszaken",
    "Vergaderruimte",
    "Klantenservice",
    "Financiën",
    "Secretariaat",
)
LESSONS = (
    "Docentenkamer", "Mediatheek", "Conciërge", "Lokaal", "Kopieerruimte", "Decanaat", "Sectie talen", "Sectie exact",
)  # fmt: skip
COUNTERS = ("Publiekszaken", "Burgerzaken", "Griffie", "Belastingen", "Vergunningen", "Postkamer", "Sociaal domein")

SITES = [
    Site(LOGISTICS, HEAD_OFFICE, 12, (*A3, c.C3525I), OFFICES, "Sanne de Wit", ("Noord", "Zuid")),
    Site(LOGISTICS, UTRECHT, 8, (*SMALL, c.C284E), HALLS, "Pieter Bos"),
    Site(LOGISTICS, WORKSHOP, 4, SMALL, HALLS, "Sanne de Wit"),
    Site(LOGISTICS, _at("Vestiging Rotterdam", "Maasvlakweg 88", "3199 AA", "Rotterdam"), 24,
         (*SMALL, c.C308, c.C227), (*HALLS, *OFFICES[:3]), "Dewi Hartman", ("Loods 1", "Loods 2", "Kantoor")),
    Site(LOGISTICS, _at("Vestiging Venlo", "Grensweg 15", "5900 AA", "Venlo"), 18,
         (*SMALL, c.C250I), HALLS, "Bram Jacobs", ("Loods", "Kantoor")),
    Site(LOGISTICS, _at("Vestiging Zwolle", "IJsselkade 4", "8000 AA", "Zwolle"), 14,
         (c.B227, c.M507, c.C258, c.P_4532DN), (*HALLS[:4], *OFFICES[:3]), "Ilse Kuipers"),
    Site(SCHOOL, _at("Locatie Noord", "Lindelaan 1", "7400 AA", "Deventer"), 22,
         (c.C360I, c.C284E, c.B227, c.M507), LESSONS, "Anouk Mulder", ("Hoofdgebouw", "Gymzaal")),
    Site(SCHOOL, _at("Locatie Zuid", "Lindepad 40", "7415 AA", "Deventer"), 18,
         (c.C300I, c.C227, c.HL_L6400DW), LESSONS, "Rob Timmer", ("A-vleugel", "B-vleugel")),
    Site(SCHOOL, _at("Praktijkschool", "Werkstraat 9", "7311 AA", "Apeldoorn"), 13,
         (c.C258, c.B227, c.P3045DN), LESSONS, "Rob Timmer"),
    Site(SCHOOL, _at("Bestuursbureau", "Lindeplein 2", "7411 AA", "Deventer"), 7,
         (c.C308, c.C405), OFFICES, "Anouk Mulder"),
    Site(CITY, _at("Stadhuis", "Stadhuisplein 1", "9999 XX", "Voorbeeldstad"), 17,
         (c.C3525I, c.IM_C3000, c.C300I, c.P3045DN), COUNTERS, "Fatima el Amrani", ("Raadhuis", "Aanbouw")),
    Site(CITY, _at("Bibliotheek", "Lezerslaan 22", "9999 XY", "Voorbeeldstad"), 8,
         (c.C227, c.HL_L6400DW), ("Leeszaal", "Uitleenbalie", "Studieplek", "Kantoor"), "Fatima el Amrani"),
    Site(CITY, _at("Gemeentewerf", "Werfweg 3", "9998 AB", "Voorbeeldstad"), 5,
         (c.M507, c.P_4532DN), ("Werf", "Planbureau", "Kantine"), "Fatima el Amrani"),
]  # fmt: skip
GROUPS = {
    LOGISTICS: {
        "Amsterdam": ["Hoofdkantoor"],
        "Utrecht": ["Distributiecentrum"],
        "Magazijnen": ["Distributiecentrum", "Vestiging Rotterdam", "Vestiging Venlo", "Vestiging Zwolle"],
    },
    SCHOOL: {"Deventer": ["Locatie Noord", "Locatie Zuid", "Bestuursbureau"], "Praktijkschool": ["Praktijkschool"]},
    CITY: {"Publiek": ["Bibliotheek"], "Buitendienst": ["Gemeentewerf"]},
}
"""Customer number → group → sites whose machines are in it."""
