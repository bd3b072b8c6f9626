"""Manufacturer and model of a device, from its descriptions.

No object is defined to hold the model: hrDeviceDescr (RFC 2790) is "a textual description", and sysDescr may describe
the network card. Several objects are therefore read, the most reliable first.
"""

import re
from dataclasses import dataclass

from services.fleet.collector.vendors import IEEE_1284_DEVICE_IDS, VENDORS, vendor_of, without_vendor
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
_SHORT_KEYS = {"MANUFACTURER": "MFG", "MANUFACTURE": "MFG", "MODEL": "MDL", "DESCRIPTION": "DES"}
_MODEL_RANGE = re.compile(r"\d\w*\s?-\s?[A-Z]*\d{2}")  # "M129-M134", a product family


@dataclass(frozen=True, slots=True)
class ModelName:
    """`other`: the full model name in another object of the device, if that is a different model."""

    vendor: str
    model: str
    other: str


def model_name(walk: Walk, device: int) -> ModelName:
    """Manufacturer and model of the device; "" when unknown.

    `device` is its hrDeviceIndex. A different model in the vendor's private object or in the IEEE 1284 id is an
    identity conflict (a swapped board, a rebranded device), which the fleet service judges.
    """
    private = [text for vendor in VENDORS.values() if (text := walk.text(vendor.model))]
    ids = [_device_id(walk.text(oid)) for oid in IEEE_1284_DEVICE_IDS]
    described = [text for device_id in ids if (text := device_id.get("DES") or device_id.get("MDL", ""))]
    texts = [walk.text((*_HR_DEVICE_DESCR, device)), walk.text(_SYS_DESCR), *described, *private]

    chosen = next((text for text in texts if model_in(text)), "")
    model = model_in(chosen)
    others = [text for text in (*private, *described) if model_in(text) and not _MODEL_RANGE.search(text)]
    other = next((text for text in others if model and not _same_model(model, model_in(text))), "")

    sources = [chosen, *texts, *(device_id.get("MFG", "") for device_id in ids)]
    vendors = [name for text in sources if (name := without_vendor(text)[0])]
    if by_number := vendor_of(walk):
        vendors.append(by_number.name)
    return ModelName(next(iter(vendors), ""), model[:_LONGEST_NAME], other[:_LONGEST_NAME])


def model_in(text: str) -> str:
    """The model named in `text`, without manufacturer, version and "series"; "" when there is none.

    A name without a digit ("Printer", "TA_UTAX Printing System", "LOOPBACK") is no model.
    """
    within = _MODEL_WITHIN.search(text)
    clause = _END_OF_CLAUSE.split(within[1] if within else text, maxsplit=1)[0].strip()
    model = _SERIES.sub("", _VERSION.sub("", without_vendor(clause)[1]))
    return "" if _NO_MODEL.search(model) or not re.search(r"\d", model) else model


def _device_id(text: str) -> dict[str, str]:
    """The fields of an IEEE 1284 device id by key; MANUFACTURER, MODEL and DESCRIPTION become MFG, MDL and DES."""
    fields = [field.partition(":") for field in text.split(";")]
    return {_SHORT_KEYS.get(key.strip().upper(), key.strip().upper()): value.strip() for key, _, value in fields}


def _same_model(name: str, other: str) -> bool:
    """Whether both names can be one model: "iR-ADV C5235" and "imageRUNNER C5235" can, C250 and C250i cannot."""
    if _alphanumeric(name) == _alphanumeric(other):
        return True
    words, other_words = _words_with_digits(name), _words_with_digits(other)
    return words <= other_words or other_words <= words


def _alphanumeric(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _words_with_digits(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.casefold()) if re.search(r"\d", word)}
