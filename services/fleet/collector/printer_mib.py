"""Conversion of a printer's SNMP objects (RFC 3805, RFC 2790, IF-MIB) into an observation.

Agents omit columns, tables and whole MIBs, and some serve several printers. Any walk results in an observation of one
printer, with None or "" for what is missing.
"""

from collections.abc import Mapping

from services.fleet.collector.counters import counters
from services.fleet.collector.identity import mac_address, serial_number
from services.fleet.collector.model_name import model_name
from services.fleet.collector.observation import Observation, ObservedAlert, ObservedDevice, ObservedSupply
from services.fleet.collector.rfc_names import (
    ALERT_CODE_UNKNOWN,
    ALERT_GROUPS,
    ALERT_SEVERITIES,
    COLORANT_ROLE_PROCESS,
    DETECTED_ERRORS,
    SUPPLY_CLASSES,
    SUPPLY_TYPES,
    SUPPLY_UNITS,
)
from services.fleet.collector.walk import Oid, Walk

_SYS_DESCR = (1, 3, 6, 1, 2, 1, 1, 1, 0)
_SYS_OBJECT_ID = (1, 3, 6, 1, 2, 1, 1, 2, 0)
_HR_DEVICE_TYPE = (1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 2)
_HR_DEVICE_PRINTER = (1, 3, 6, 1, 2, 1, 25, 3, 1, 5)
_HR_PRINTER_DETECTED_ERROR_STATE = (1, 3, 6, 1, 2, 1, 25, 3, 5, 1, 2)

_PRINTER_MIB = (1, 3, 6, 1, 2, 1, 43)
_PRT_GENERAL = (*_PRINTER_MIB, 5, 1, 1)
_PRT_MARKER = (*_PRINTER_MIB, 10, 2, 1)
_PRT_SUPPLIES = (*_PRINTER_MIB, 11, 1, 1)
_PRT_COLORANT = (*_PRINTER_MIB, 12, 1, 1)
_PRT_ALERT = (*_PRINTER_MIB, 18, 1, 1)

_MAX_ROWS = 100
_LONGEST_DESCRIPTION = 255  # PrtLocalizedDescriptionStringTC
_LONGEST_COLORANT = 60
_INTEGER32 = range(-(2**31), 2**31)


def observation_of(walk: Walk) -> Observation:
    """The observation of the walk's device. Never raises."""
    devices = _devices(walk)
    return {
        "device": _device(walk, devices),
        "counters": counters(walk, devices),
        "supplies": _supplies(walk, devices),
        "errors": _errors(walk, devices),
        "alerts": _alerts(walk, devices),
    }


def _devices(walk: Walk) -> list[int]:
    """The hrDeviceIndexes of one machine, its printer first.

    The printer is the lowest device of type printer that has rows in the Printer MIB, or the lowest with rows when no
    device has a type. Devices of other types (network, disk) and without a type belong to the machine. Another printer
    of the same agent is another machine, and its rows are ignored.
    """
    types = {index[0]: value for index, value in walk.column(_HR_DEVICE_TYPE).items()}
    printers = sorted(device for device, value in types.items() if value == _HR_DEVICE_PRINTER)
    tables = (_PRT_GENERAL, _PRT_MARKER, _PRT_SUPPLIES)
    used = sorted({row[1] for table in tables for row in walk.column(table) if len(row) > 1})
    printer = next((device for device in printers if device in used), next(iter((*printers, *used, 1))))
    others = sorted({*used, *types} - {*printers, printer})
    return [printer, *others]


def _device(walk: Walk, devices: list[int]) -> ObservedDevice:
    name = model_name(walk, devices[0])
    return {
        "serial_number": serial_number(walk, devices),
        "mac_address": mac_address(walk),
        "manufacturer": name.vendor,
        "model_name": name.model,
        "other_model_name": name.other,
        "system_description": walk.text(_SYS_DESCR),
        "system_object_id": walk.text(_SYS_OBJECT_ID)[:255],
    }


def _supplies(walk: Walk, devices: list[int]) -> list[ObservedSupply]:
    """prtMarkerSuppliesTable in the order of (hrDeviceIndex, index).

    When two hrDevices of the machine use the same index, the printer's row is used. Rows without description, type and
    level are omitted.
    """
    supplies: dict[int, ObservedSupply] = {}
    for row in _rows(walk, _PRT_SUPPLIES, devices):
        supply: ObservedSupply = {
            "index": row[1],
            "supply_class": _name(walk, (*_PRT_SUPPLIES, 4, *row), SUPPLY_CLASSES),
            "supply_type": _name(walk, (*_PRT_SUPPLIES, 5, *row), SUPPLY_TYPES),
            "description": walk.text((*_PRT_SUPPLIES, 6, *row))[:_LONGEST_DESCRIPTION],
            "colorant": _colorant(walk, row),
            "unit": _name(walk, (*_PRT_SUPPLIES, 7, *row), SUPPLY_UNITS),
            "max_capacity": _integer(walk, (*_PRT_SUPPLIES, 8, *row)),
            "level": _integer(walk, (*_PRT_SUPPLIES, 9, *row)),
        }
        has_content = supply["description"] or supply["supply_type"] or supply["level"] is not None
        if has_content and (row[1] not in supplies or row[0] == devices[0]):
            supplies.pop(row[1], None)
            supplies[row[1]] = supply
    return list(supplies.values())[:_MAX_ROWS]


def _colorant(walk: Walk, row: Oid) -> str | None:
    """The colorant of a supply row; None unless it is a process colour in the colorant table."""
    index = walk.number((*_PRT_SUPPLIES, 3, *row))
    if not index:
        return None  # 0: the supply has no colorant
    role = walk.number((*_PRT_COLORANT, 3, row[0], index))
    if role not in (None, COLORANT_ROLE_PROCESS):
        return None
    return walk.text((*_PRT_COLORANT, 4, row[0], index))[:_LONGEST_COLORANT] or None


def _errors(walk: Walk, devices: list[int]) -> list[str]:
    states = (walk.octets((*_HR_PRINTER_DETECTED_ERROR_STATE, device)) for device in devices)
    octets = next((state for state in states if state is not None), b"")
    bits = (bool(octet & (0x80 >> bit)) for octet in octets for bit in range(8))
    return [error for error, is_set in zip(DETECTED_ERRORS, bits, strict=False) if is_set]


def _alerts(walk: Walk, devices: list[int]) -> list[ObservedAlert]:
    alerts: list[ObservedAlert] = []
    for row in _rows(walk, _PRT_ALERT, devices):
        code = _integer(walk, (*_PRT_ALERT, 7, *row))
        alerts.append(
            {
                "severity": _name(walk, (*_PRT_ALERT, 2, *row), ALERT_SEVERITIES) or "other",
                "group": _name(walk, (*_PRT_ALERT, 4, *row), ALERT_GROUPS) or "other",
                "code": ALERT_CODE_UNKNOWN if code is None else code,
                "description": walk.text((*_PRT_ALERT, 8, *row))[:_LONGEST_DESCRIPTION],
            }
        )
    return alerts[:_MAX_ROWS]


def _rows(walk: Walk, table: Oid, devices: list[int]) -> list[Oid]:
    """The (hrDeviceIndex, index) of a table's rows, from any of its columns."""
    rows = {row[1:] for row in walk.column(table) if len(row) == 3}
    return sorted(row for row in rows if row[0] in devices and row[1] in _INTEGER32)


def _name(walk: Walk, oid: Oid, names: Mapping[int, str]) -> str | None:
    number = walk.number(oid)
    return None if number is None else names.get(number)


def _integer(walk: Walk, oid: Oid) -> int | None:
    number = walk.number(oid)
    return number if number is not None and number in _INTEGER32 else None
