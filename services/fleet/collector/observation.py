"""Types of an observation as the collector submits it to the fleet service: JSON-serialisable raw values.

-1, -2 and -3 in `level` and `max_capacity` are passed on unchanged; the fleet service interprets them
(`services/fleet/model/supply_reading.py`).
"""

from typing import TypedDict


class ObservedDevice(TypedDict):
    """Identity of the device. Each text is "" when the device gives nothing usable."""

    serial_number: str
    mac_address: str  # "00:20:6b:4a:f3:25"
    manufacturer: str
    model_name: str  # without the manufacturer
    other_model_name: str  # the model in another object of the device, if different
    system_description: str
    system_object_id: str  # "1.3.6.1.4.1.…"


class ObservedCounters(TypedDict):
    """Impressions (scans: originals) over the life of the device; None for what it does not count.

    `other_unit` is the unit of a total that does not count impressions ("sheets"), else "".
    """

    total: int | None
    mono: int | None
    colour: int | None
    duplex: int | None
    scans: int | None
    other_unit: str


class ObservedSupply(TypedDict):
    """One row of prtMarkerSuppliesTable; None for a missing column or a number without a name in the MIB."""

    index: int
    supply_class: str | None
    supply_type: str | None
    description: str
    colorant: str | None
    unit: str | None
    max_capacity: int | None
    level: int | None


class ObservedAlert(TypedDict):
    """One row of prtAlertTable, which exists as long as the alert does."""

    severity: str
    group: str
    code: int
    description: str


class Observation(TypedDict):
    """All values read from one device at one moment."""

    device: ObservedDevice
    counters: ObservedCounters
    supplies: list[ObservedSupply]
    errors: list[str]
    alerts: list[ObservedAlert]
