"""Maker and model of a device, from the texts in which it describes itself.

No object holds a model by definition: hrDeviceDescr (RFC 2790) is "a textual description", sysDescr may
describe the network card. So several are read, in the order of how often they are right.
"""

import re
from dataclasses import dataclass

from services.fleet.collector.vendors import IEEE_1284_DEVICE_IDS, MAKERS, maker_of, without_maker
from services.fleet.collector.walk import Walk

_HR_DEVICE_DESCR = (1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3)
_SYS_DESCR = (1, 3, 6, 1, 2, 1, 1, 1, 0)
_LONGEST_NAME = 80

_MODEL_WITHIN = re.compile(r"(?:\bAttached to|\bPID:)\s*([^;,:]+)", re.IGNORECASE)
_END_OF_CLAUSE = re.compile(r"[;,]|\s+[/:]")
_VERSION = re.compile(
    r"\s+(?:(?:ver(?:sion)?|rev(?:ision)?|firmware|fw)\b.*|v?\d+(?:\.\d+)+|\S{6,13} [A-Z]{2}\w*\.[\w.]+)$",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\s+series$", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"^generic\b|print(?:ing|er)?[ -]?(?:server|system)|multi-?environment|network (?:printer|card|interface)"
    r"|\bethernet\b|jetdirect|\bokilan\b|^nc-\d",
    re.IGNORECASE,
)
_SHORT = {"MANUFACTURER": "MFG", "MANUFACTURE": "MFG", "MODEL": "MDL", "DESCRIPTION": "DES"}
_A_RANGE = re.compile(r"\d\w*\s?-\s?[A-Z]*\d{2}")  # "M129-M134", a family


@dataclass(frozen=True, slots=True)
class ModelName:
    """`other`: what another source of the same device says in full, where that is a different model."""

    maker: str
    model: str
    other: str


def model_name(walk: Walk, device: int) -> ModelName:
    """Who made the device and what it is called; "" for what it does not say.

    `device` is its hrDeviceIndex. A different model in the maker's own object or in the IEEE 1284 id is an
    identity conflict (a swapped board, a rebranded device) for the fleet service to judge.
    """
    own = [text for maker in MAKERS.values() if (text := walk.text(maker.model))]
    ids = [_device_id(walk.text(oid)) for oid in IEEE_1284_DEVICE_IDS]
    described = [text for one in ids if (text := one.get("DES") or one.get("MDL", ""))]
    texts = [walk.text((*_HR_DEVICE_DESCR, device)), walk.text(_SYS_DESCR), *described, *own]

    chosen = next((text for text in texts if model_in(text)), "")
    model = model_in(chosen)
    second = [text for text in (*own, *described) if model_in(text) and not _A_RANGE.search(text)]
    other = next((text for text in second if model and not _same(model, model_in(text))), "")

    named = [chosen, *texts, *(one.get("MFG", "") for one in ids)]
    makers = [name for text in named if (name := without_maker(text)[0])]
    if by_number := maker_of(walk):
        makers.append(by_number.name)
    return ModelName(next(iter(makers), ""), model[:_LONGEST_NAME], other[:_LONGEST_NAME])


def model_in(text: str) -> str:
    """The model that `text` names, without maker, version and "series"; "" when it names none.

    A name without any digit ("Printer", "TA_UTAX Printing System", "LOOPBACK") is none.
    """
    within = _MODEL_WITHIN.search(text)
    clause = _END_OF_CLAUSE.split(within[1] if within else text, maxsplit=1)[0].strip()
    model = _SERIES.sub("", _VERSION.sub("", without_maker(clause)[1]))
    return "" if _NO_MODEL.search(model) or not re.search(r"\d", model) else model


def _device_id(text: str) -> dict[str, str]:
    """An IEEE 1284 device id by its keys, of which MFG, MDL and DES also come in full length."""
    fields = [field.partition(":") for field in text.split(";")]
    return {_SHORT.get(key.strip().upper(), key.strip().upper()): value.strip() for key, _, value in fields}


def _same(one: str, other: str) -> bool:
    """Whether both can be one model: "iR-ADV C5235", "imageRUNNER C5235" can, C250 and C250i cannot."""
    if _joined(one) == _joined(other):
        return True
    ours, theirs = _numbers(one), _numbers(other)
    return ours <= theirs or theirs <= ours


def _joined(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _numbers(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.casefold()) if re.search(r"\d", word)}
