"""Ten recorded devices, from the recording to the interpretation of each supply.

The recordings are not part of this repository; without them the tests are skipped.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from services.fleet.collector.observation import Observation
from services.fleet.collector.printer_mib import observation_of
from services.fleet.collector.snmprec import read_walk_file
from services.fleet.model.supply_reading import read_supplies

RECORDINGS = Path(__file__).parents[4].parent / "shared" / "data" / "snmp-walks"
pytestmark = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings of real devices are missing")

SOME, UNKNOWN = "some_remaining", "unknown"


class Expected(NamedTuple):
    """`supplies`: row, kind, colour, and the percentage or the state."""

    vendor: str
    model: str
    other_model: str
    serial: str
    mac: str
    total: int | None
    supplies: list[tuple[int, str, str, int | str]]


DEVICES = {
    "brother_hl5370dw": Expected(
        vendor="Brother",
        model="HL-5370DW",
        other_model="",
        serial="B9J154306",
        mac="00:1b:a9:0b:a7:52",
        total=7792,
        supplies=[(1, "toner", "black", SOME), (3, "drum", "none", 69)],
    ),
    "canonprinter_lbp": Expected(
        vendor="Canon",
        model="LBP6670",
        other_model="",
        serial="MKRA012345",
        mac="88:87:17:00:00:00",
        total=None,
        supplies=[(1, "toner", "black", 70)],
    ),
    "jetdirect_m130nw": Expected(
        vendor="HP",
        model="LaserJet MFP M130nw",
        other_model="",
        serial="VNCRC48198",
        mac="14:cb:19:95:2e:a0",
        total=15232,
        supplies=[(1, "toner", "black", 28), (5, "drum", "none", 71)],
    ),
    "konica": Expected(
        vendor="Konica Minolta",
        model="bizhub C3110",
        other_model="Develop ineo+ 280",
        serial="",
        mac="00:20:6b:67:ef:7c",
        total=None,
        supplies=[
            (1, "toner", "cyan", 29),
            (2, "toner", "magenta", 31),
            (3, "toner", "yellow", 58),
            (4, "toner", "black", 83),
            (5, "drum", "cyan", 59),
            (6, "developer", "cyan", 79),
            (7, "drum", "magenta", 97),
            (8, "developer", "magenta", 78),
            (9, "drum", "yellow", 59),
            (10, "developer", "yellow", 78),
            (11, "drum", "black", 20),
            (12, "developer", "black", 71),
            (13, "waste_toner", "none", SOME),
            (14, "fuser", "none", 68),
            (15, "transfer", "none", 41),
            (16, "transfer", "none", 45),
            (17, "other", "none", 45),
        ],
    ),
    "konica_2": Expected(
        vendor="Konica Minolta",
        model="bizhub 25e",
        other_model="",
        serial="",
        mac="00:50:81:41:8b:3e",
        total=None,
        supplies=[
            (1, "toner", "black", 8),
            (2, "drum", "none", 99),
            (3, "fuser", "none", 58),
            (4, "transfer", "none", 58),
        ],
    ),
    "konica_c250i": Expected(
        vendor="Konica Minolta",
        model="bizhub C250i",
        other_model="",
        serial="AA2M021115700",
        mac="00:20:6b:4a:f3:25",
        total=33810,
        supplies=[
            (1, "toner", "cyan", 76),
            (2, "toner", "magenta", 78),
            (3, "toner", "yellow", 77),
            (4, "toner", "black", 86),
            (13, "waste_toner", "none", SOME),
        ],
    ),
    "okilan_9450g": Expected(
        vendor="OKI",
        model="MC873",
        other_model="",
        serial="",
        mac="00:25:36:d1:a6:5e",
        total=None,
        supplies=[
            (1, "toner", "black", 59),
            (2, "toner", "cyan", 69),
            (3, "toner", "magenta", 69),
            (4, "toner", "yellow", 69),
            (5, "drum", "black", 95),
            (6, "drum", "cyan", 96),
            (7, "drum", "magenta", 96),
            (8, "drum", "yellow", 96),
            (9, "transfer", "none", 98),
            (10, "fuser", "none", 99),
        ],
    ),
    "ricoh_mpc3002": Expected(
        vendor="Ricoh",
        model="Aficio MP C3002",
        other_model="",
        serial="W492KB03439",
        mac="00:26:73:54:e2:6a",
        total=None,  # its life count of 271871 is in sheets
        supplies=[
            (1, "toner", "black", 40),
            (2, "waste_toner", "none", 100),
            (3, "toner", "cyan", 20),
            (4, "toner", "magenta", 50),
            (5, "toner", "yellow", 50),
        ],
    ),
    "utax": Expected(
        vendor="UTAX",
        model="P-4532DN",
        other_model="",
        serial="R9L0309954",
        mac="00:17:c8:94:5f:14",
        total=427,
        supplies=[(1, "toner", "black", 89), (2, "waste_toner", "none", SOME)],
    ),
    "xerox": Expected(
        vendor="Xerox",
        model="AltaLink C8045",
        other_model="",
        serial="",
        mac="",
        total=None,
        supplies=[
            (1, "toner", "black", 20),
            (2, "toner", "cyan", 66),
            (3, "toner", "magenta", 72),
            (4, "toner", "yellow", 60),
            (5, "drum", "none", 50),
            (6, "drum", "none", 92),
            (7, "drum", "none", 93),
            (8, "drum", "none", 93),
            (9, "fuser", "none", 90),
            (10, "waste_toner", "none", 5),
            (11, "transfer", "none", 65),
            (12, "transfer", "none", 86),
        ],
    ),
}
every_device = pytest.mark.parametrize("name", sorted(DEVICES))


def recorded_observation(name: str) -> Observation:
    return observation_of(read_walk_file(RECORDINGS / f"{name}.snmprec"))


def test_every_recording_has_its_expectations() -> None:
    assert {path.stem for path in RECORDINGS.glob("*.snmprec")} == set(DEVICES)


@every_device
def test_a_real_device_is_recognised(name: str) -> None:
    device, expected = recorded_observation(name)["device"], DEVICES[name]
    assert device["manufacturer"] == expected.vendor
    assert device["model_name"] == expected.model
    assert device["other_model_name"] == expected.other_model
    assert device["serial_number"] == expected.serial
    assert device["mac_address"] == expected.mac


@every_device
def test_a_real_device_has_its_total(name: str) -> None:
    assert recorded_observation(name)["counters"]["total"] == DEVICES[name].total


@every_device
def test_supplies_of_a_real_device_are_interpreted(name: str) -> None:
    interpreted = [
        (supply.index, supply.kind, supply.colour, supply.state if supply.percent is None else supply.percent)
        for supply in read_supplies(recorded_observation(name)["supplies"])
    ]
    assert interpreted == DEVICES[name].supplies


@every_device
def test_only_the_waste_toner_of_a_real_device_is_ambiguous(name: str) -> None:
    readings = read_supplies(recorded_observation(name)["supplies"])
    assert all((r.direction == "ambiguous") is (r.kind == "waste_toner") for r in readings)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("utax", {1: "PK-3010S"}),
        ("jetdirect_m130nw", {1: "CF217A", 5: "CF219A"}),
        ("konica_c250i", {}),
        (
            "xerox",
            {1: "006R01509", 2: "006R01512", 3: "006R01511", 4: "006R01510", 10: "008R13061", 11: "001R00613"}
            | dict.fromkeys((5, 6, 7, 8), "013R00662")
            | {12: "008R13064"},
        ),
    ],
)
def test_part_numbers_of_real_devices_are_parsed(name: str, parts: dict[int, str]) -> None:
    readings = read_supplies(recorded_observation(name)["supplies"])
    assert {r.index: r.part_number for r in readings if r.part_number} == parts


def test_descriptions_of_a_real_xerox_are_names() -> None:
    readings = read_supplies(recorded_observation("xerox")["supplies"])
    assert [r.description for r in readings][::4] == ["Black Toner", "Drum Cartridge (R1)", "Fuser"]


def test_konica_minoltas_parts_are_summed() -> None:
    assert recorded_observation("konica_c250i")["counters"] == {
        "total": 33810,
        "mono": 26548,
        "colour": 7255,
        "duplex": 7357,
        "scans": None,
        "other_unit": "",
    }


@pytest.mark.parametrize(("name", "unit"), [("ricoh_mpc3002", "sheets"), ("utax", ""), ("xerox", ""), ("konica", "")])
def test_the_counter_unit_of_a_real_device_is_reported(name: str, unit: str) -> None:
    assert recorded_observation(name)["counters"]["other_unit"] == unit


@pytest.mark.parametrize(("name", "errors"), [("konica_c250i", ["service_requested"]), ("utax", []), ("xerox", [])])
def test_errors_of_real_devices_have_names(name: str, errors: list[str]) -> None:
    assert recorded_observation(name)["errors"] == errors


@pytest.mark.parametrize(
    ("name", "bad_lines"),
    [
        ("okilan_9450g", [(23, "bad_number")]),
        ("canonprinter_lbp", []),
    ],
)
def test_bad_lines_of_real_recordings_are_reported(name: str, bad_lines: list[tuple[int, str]]) -> None:
    walk = read_walk_file(RECORDINGS / f"{name}.snmprec")
    assert [(bad.number, bad.reason_code) for bad in walk.bad_lines] == bad_lines
