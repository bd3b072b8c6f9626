"""Kind, colour and part number from a supply's description, used when the columns of the table do not give them.

Descriptions are free text in the language of the device (RFC 3805: prtMarkerSuppliesDescription in the current
localization); the words here are English, Dutch, German and French.
"""

import re

from services.fleet.contracts.supplies import SupplyColour, SupplyKind

_WASTE = re.compile(
    r"waste|residual|\brest(?:ant)?[ -]?toner|alttoner|abfall|afval|opvang|auffang|sammelbeh|usagé"
    r"|r[ée]cup[ée]r|toner[ -]?(?:collect|recover)|collection (?:unit|kit|bottle|box)",
    re.IGNORECASE,
)
_NO_TONER = re.compile(
    r"\bink|tinte|\bencre|punch|perfor|locher|staple|\bniet|paper|papier|water|maintenance", re.IGNORECASE
)
_KIND_BY_WORD = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (  # the first match counts: a "Transfer Belt Cleaner" is no cleaning kit
        (r"filter|filtre", SupplyKind.OTHER),
        (r"staple|niet(?:je|en|casset|cartr)|heft(?:klammer|patrone|kartusche)|agrafe", SupplyKind.STAPLES),
        (r"developer|developing|entwickler|ontwikkel|d[ée]veloppeur|r[ée]v[ée]lateur", SupplyKind.DEVELOPER),
        (r"fuser|fusing|fusion|fixing|fixier|fixeer|fixation", SupplyKind.FUSER),
        (
            r"transfer|(?:ü|ue)bertr[aä]g|overdracht|\bbelt\b|courroie|\b(?:ITB|IBT|BTR)\b",
            SupplyKind.TRANSFER,
        ),
        (
            r"drum|trommel|tambour|\bOPC\b|photo-?cond|fotoleiter|photor[ée]cept"
            r"|imag(?:e|ing)[ -](?:unit|kit)|beeldeenheid|bildeinheit|unit[ée] d.imag",
            SupplyKind.DRUM,
        ),
        (r"\bink|tinte|\bencre|clean|reinig|nettoy|maintenance|wartung|onderhoud", SupplyKind.OTHER),
        (r"toner|cartridge|cartouche|kartusche|patrone", SupplyKind.TONER),
        # Part families of Konica Minolta and Brother (TN, DR, DV, IU, WX, WT), Kyocera and UTAX (TK, CK, …).
        (r"^(?:TN|TK|CK|PK)-?\d{2}", SupplyKind.TONER),
        (r"^(?:DR|DK|IU)-?\d{2}", SupplyKind.DRUM),
        (r"^DV-?\d{2}", SupplyKind.DEVELOPER),
        (r"^FK-?\d{2}", SupplyKind.FUSER),
        (r"^(?:WX|WT)-?\d{2}", SupplyKind.WASTE_TONER),
    )
)

_COLOUR_BY_WORD = {
    colour: re.compile(rf"(?<![^\W_])(?:{words})", re.IGNORECASE)
    for colour, words in (
        (SupplyColour.BLACK, r"black|schwarz|zwart|noir|bk\b"),
        (SupplyColour.CYAN, r"cyan|cyaan"),
        (SupplyColour.MAGENTA, r"magenta"),
        (SupplyColour.YELLOW, r"yellow|gelb|geel|jaune"),
    )
}
_COLOUR_BY_LETTER = {
    "K": SupplyColour.BLACK,
    "BK": SupplyColour.BLACK,
    "C": SupplyColour.CYAN,
    "M": SupplyColour.MAGENTA,
    "Y": SupplyColour.YELLOW,
}
_LETTER = re.compile(r"(?:^|[(\[])(BK|[KCMY])(?=[)\]]|$)")
_OTHER_COLOUR = re.compile(
    r"\b(?:(?:tri-?)?colou?rs?|couleurs?|kleur(?:en)?|farbe?n?|cmyk?|red|blue|green|white|clear|gold|silver"
    r"|rot|blau|gr[üu]n|wei[sß]+|rood|blauw|groen|wit|rouge|bleu|vert|blanc)\b",
    re.IGNORECASE,
)

_FAMILY = r"(?:TN|TK|CK|PK|DR|DK|DV|IU|WX|WT|FK|MK)-?\d{2,5}"
_FAMILY_WITH_COLOUR = re.compile(rf"\b{_FAMILY}(BK|[KCMY])\b")
_LABELLED_PART = re.compile(r"[\s,;]*\bP/?N(?:[\s.:#]+|(?=\d))([^\s,;]+)", re.IGNORECASE)
_SERIAL_NUMBER = re.compile(r"(?:[,;]\s*SN|[\s,;]+S/N)(?:[\s.:#]+[^\s,;]*|\w*\d[^\s,;]*|unknown)")
_PARTS_IN_TEXT = (
    re.compile(r"^((?=[^a-z]*[A-Z])(?=(?:\D*\d){3})[A-Z0-9][A-Z0-9-]{3,14})$"),  # the whole text is a part number
    re.compile(rf"\b({_FAMILY}[A-Z]{{0,3}})\b"),
    re.compile(r"\bHP ([A-Z]{1,2}\d{3,5}[A-Z]{0,3})\b"),
)
_NO_PART = {"unknown", "none", "n/a", "na", "-", "--"}
_LONGEST_PART = 60


def says_waste(description: str) -> bool:
    """Whether the description is that of a receptacle for waste toner."""
    return bool(_WASTE.search(description)) and not says_no_toner(description)


def says_no_toner(description: str) -> bool:
    """Whether the description is about something else than toner: ink, staples, punch waste, paper."""
    return bool(_NO_TONER.search(description))


def kind_in(description: str) -> SupplyKind:
    """The kind named in the description, else `other`. "Waste Toner Box" is not a toner."""
    if _WASTE.search(description):
        return SupplyKind.WASTE_TONER if says_waste(description) else SupplyKind.OTHER
    return next((kind for words, kind in _KIND_BY_WORD if words.search(description)), SupplyKind.OTHER)


def colour_in(text: str) -> SupplyColour:
    """The single colour named in the text; `none` when it names none or several.

    Colours are words, a letter alone or in brackets ("Toner [K]"), or the suffix of a part number ("TN-328K").
    """
    colours = [colour for colour, words in _COLOUR_BY_WORD.items() if words.search(text)]
    if not colours and (letter := _LETTER.search(text) or _FAMILY_WITH_COLOUR.search(text)):
        return _COLOUR_BY_LETTER[letter[1]]
    return colours[0] if len(colours) == 1 else SupplyColour.NONE


def names_any_colour(text: str) -> bool:
    """Whether the text contains any colour word: "Tri-color", "White Toner", "Cyan/Magenta"."""
    return bool(_OTHER_COLOUR.search(text)) or any(words.search(text) for words in _COLOUR_BY_WORD.values())


def name_and_part_number(description: str) -> tuple[str, str]:
    """The description without labelled part and serial numbers, and the part number ("" for none).

    "Black Toner, PN 006R01509;SN48…" -> "Black Toner", "006R01509". A description that is a part number remains the
    name as well. With two part numbers ("110V-CE484A, 220V-CE506A") none is chosen.
    """
    name = _SERIAL_NUMBER.sub("", description)
    labelled = _LABELLED_PART.search(name)
    name = _LABELLED_PART.sub("", name).strip(" ,;")
    if labelled:
        part = "" if labelled[1].casefold() in _NO_PART else labelled[1][:_LONGEST_PART]
        return name or part, part
    for pattern in _PARTS_IN_TEXT:
        if parts := set(pattern.findall(name)):
            return name, parts.pop() if len(parts) == 1 else ""
    return name, ""
