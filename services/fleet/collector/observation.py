"""The shape in which a device's answer travels to the fleet service: JSON-ready, raw, nothing interpreted.

-1, -2 and -3 in `level` and `max_capacity` are passed on as the device said them; what they mean is the fleet
service's rule (`services/fleet/model/supply_reading.py`).
"""

from typing import TypedDict


class ObservedDevice(TypedDict):
    """Who the device says it is. Every text is "" where the device says nothing usable."""

    serial_number: str
    mac_address: str  # "00:20:6b:4a:f3:25"
    manufacturer: str
    model_name: str  # without the manufacturer
    other_model_name: str  # what a second source of the same device says, where it is another model
    system_description: str
    system_object_id: str  # "1.3.6.1.4.1.…"


class ObservedCounters(TypedDict):
    """Impressions (scans: originals) over the life of the device; None where it does not count them.

    `other_unit` is what it counts instead of impressions ("sheets"), and "" where it counts those, or tells nothing.
    """

    total: int | None
    mono: int | None
    colour: int | None
    duplex: int | None
    scans: int | None
    other_unit: str


class ObservedSupply(TypedDict):
    """One row of prtMarkerSuppliesTable; None where a column is missing or holds a number without a name."""

    index: int
    supply_class: str | None
    supply_type: str | None
    description: str
    colorant: str | None
    unit: str | None
    max_capacity: int | None
    level: int | None


class ObservedAlert(TypedDict):
    """One row of prtAlertTable, present as long as the condition is."""

    severity: str
    group: str
    code: int
    description: str


class Observation(TypedDict):
    """Everything that is read from one device at one moment."""

    device: ObservedDevice
    counters: ObservedCounters
    supplies: list[ObservedSupply]
    errors: list[str]
    alerts: list[ObservedAlert]
