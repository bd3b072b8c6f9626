"""Kinds, colours and part numbers in names of supplies, in four languages."""

import pytest

from services.fleet.model.supply_reading import SupplyColour, SupplyKind
from services.fleet.model.supply_words import colour_in, kind_in, name_and_part_number

KINDS = {
    SupplyKind.TONER: (
        "Toner (Cyan)|Black Toner Cartridge|Toner Schwarz|Zwarte toner|Toner noir|Black Cartridge"
        "|Tonerkartusche|Canon Cartridge 719/719H|TK-1170|TN-328K|Cartouche noire"
    ),
    SupplyKind.WASTE_TONER: (
        "Waste Toner Box|Waste Toner|Waste Toner Container|Waste Bottle|Toner Collection Unit|WX-105"
        "|Resttoner|Resttonerbehälter|Tonerauffangbehälter|Restant toner|Toneropvangbak|Tonerafvalfles"
        "|Toner usagé|Récupérateur de toner|Recuperateur de toner"
    ),
    SupplyKind.DRUM: (
        "Drum Unit|Drum Cartridge (R1)|Black Image Drum Unit|Photo Drum:Cyan|Imaging Unit|Photoconductor Unit"
        "|Trommel|Trommeleinheit|Fotoleitertrommel|Tambour|DR-311K|IU-612M"
    ),
    SupplyKind.DEVELOPER: (
        "Developer Cartridge (Cyan)|Developing Unit|Entwicklereinheit|Ontwikkelaar|Développeur|DV-512K"
    ),
    SupplyKind.FUSER: (
        "Fusing Unit|Fuser|Fuser Unit OKI DATA CORP|Fuser Kit|Fixiereinheit|Fixeereenheid|Unité de fusion"
    ),
    SupplyKind.TRANSFER: (
        "Image Transfer Belt Unit|Transfer Roller Unit|Transfer Belt Cleaner|Second Bias Transfer Roll"
        "|ITB Unit|Belt Unit OKI DATA CORP|Übertragungseinheit|Transferband|Unité de transfert"
    ),
    SupplyKind.STAPLES: "Staple Cartridge|Staples|Nietjes|Heftklammern|Agrafes",
    SupplyKind.OTHER: (
        "|Box|Ozone Filter|Toner Filter|Maintenance Kit|Black Ink Cartridge|Waste Ink Tank|Hole Punch Box"
        "|Staple Waste Container|Reinigungseinheit"
    ),
}
COLOURS = {
    SupplyColour.BLACK: (
        "black|Black Toner|Toner Schwarz|Schwarztoner|Zwarte toner|Toner noir|Toner [K]|TN-328K|Toner (BK)|Toner, Bk"
    ),
    SupplyColour.CYAN: "Cyan|cyan|C|Photo Drum:Cyan|Toner Cyaan|Toner [C] Cartridge|CK-8512C",
    SupplyColour.MAGENTA: "Magenta Toner Cartridge OKI DATA CORP|Toner (M)|IU-612M",
    SupplyColour.YELLOW: "Toner (Yellow)|Toner Gelb|Toner geel|Toner jaune|TN-243Y",
    SupplyColour.NONE: (
        "|Toner|PK-3010S|Cyan/Magenta/Yellow Drum|Tri-color|unknown|(c) Samplemaker|Réservoir|Drum Cartridge (R1)"
    ),
}


@pytest.mark.parametrize(("kind", "texts"), KINDS.items(), ids=list(KINDS))
def test_words_determine_the_kind(kind: SupplyKind, texts: str) -> None:
    assert {text: kind_in(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), kind)


@pytest.mark.parametrize(("colour", "texts"), COLOURS.items(), ids=list(COLOURS))
def test_words_and_letters_determine_the_colour(colour: SupplyColour, texts: str) -> None:
    assert {text: colour_in(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), colour)


@pytest.mark.parametrize(
    ("text", "name", "part_number"),
    [
        ("Black Toner, PN 006R01509;SN48178080E0000481", "Black Toner", "006R01509"),
        ("Fuser, PN unknown;SNunknown", "Fuser", ""),
        ("Drum Cartridge (R1), PN 013R00662;SN5238EF80E000048E", "Drum Cartridge (R1)", "013R00662"),
        ("Black Toner P/N: TN-328K", "Black Toner", "TN-328K"),
        ("PN 006R01509", "006R01509", "006R01509"),
        ("Black Toner S/N:CRUM-00000000000", "Black Toner", ""),
        ("PK-3010S", "PK-3010S", "PK-3010S"),
        ("006R01509", "006R01509", "006R01509"),
        ("Black Cartridge HP CF217A", "Black Cartridge HP CF217A", "CF217A"),
        ("Imaging Drum HP CF219A", "Imaging Drum HP CF219A", "CF219A"),
        ("Toner Cartridge TN-328K", "Toner Cartridge TN-328K", "TN-328K"),
        ("Kit de fusion HP 110V-CE484A, 220V-CE506A", "Kit de fusion HP 110V-CE484A, 220V-CE506A", ""),
        ("Canon Cartridge 719/719H", "Canon Cartridge 719/719H", ""),
        ("Black Toner Cartridge OKI DATA CORP", "Black Toner Cartridge OKI DATA CORP", ""),
        ("Toner (Black)", "Toner (Black)", ""),
        ("Staples, SNAP-IN", "Staples, SNAP-IN", ""),
        ("Waste Toner Box", "Waste Toner Box", ""),
        ("", "", ""),
    ],
)
def test_a_certain_part_number_is_parsed(text: str, name: str, part_number: str) -> None:
    assert name_and_part_number(text) == (name, part_number)
