"""Every walk becomes an observation of one machine in the shape of the contract."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.fleet.collector.observation import Observation
from services.fleet.collector.printer_mib import observation_of
from services.fleet.collector.snmprec import read_walk_file
from services.fleet.collector.walk import Oid, Value, Walk
from services.fleet.contracts.readings import SubmittedReading

SAMPLES = Path(__file__).parents[3] / "samples" / "walks"
PRINTER_TYPE = (1, 3, 6, 1, 2, 1, 25, 3, 1, 5)
NETWORK_TYPE = (1, 3, 6, 1, 2, 1, 25, 3, 1, 4)


def oid(path: str) -> Oid:
    return tuple(map(int, path.split(".")))


def observed(values: dict[str, Value]) -> Observation:
    """The observation of a device with these objects below 1.3.6.1.2.1."""
    return observation_of(Walk({oid(f"1.3.6.1.2.1.{path}"): value for path, value in values.items()}))


def sample(name: str) -> Observation:
    return observation_of(read_walk_file(SAMPLES / f"{name}.snmprec"))


def test_a_walk_without_objects_is_an_empty_observation() -> None:
    assert observation_of(Walk({})) == {
        "device": {
            "serial_number": "",
            "mac_address": "",
            "manufacturer": "",
            "model_name": "",
            "other_model_name": "",
            "system_description": "",
            "system_object_id": "",
        },
        "counters": {
            "total": None,
            "mono": None,
            "colour": None,
            "duplex": None,
            "scans": None,
            "other_unit": "",
        },
        "supplies": [],
        "errors": [],
        "alerts": [],
    }


def test_a_complete_walk_is_a_complete_observation() -> None:
    assert sample("colour_with_serial")["device"] == {
        "serial_number": "A0SAMPLE0001",
        "mac_address": "00:20:6b:00:00:01",
        "manufacturer": "Konica Minolta",
        "model_name": "bizhub C999i",
        "other_model_name": "",
        "system_description": "KONICA MINOLTA bizhub C999i",
        "system_object_id": "1.3.6.1.4.1.18334.1.1.1.2.1.999.1.1",
    }


def test_a_supply_row_has_names_and_raw_levels() -> None:
    assert sample("colour_with_serial")["supplies"][1] == {
        "index": 2,
        "supply_class": "consumed",
        "supply_type": "toner",
        "description": "TN-999M",
        "colorant": "magenta",
        "unit": "percent",
        "max_capacity": 100,
        "level": 11,
    }


def test_a_level_that_is_a_state_is_kept_as_a_number() -> None:
    assert [supply["level"] for supply in sample("colour_with_serial")["supplies"]] == [76, 11, -2, 0, -3]


def test_missing_columns_are_none() -> None:
    [first, _] = sample("no_identity")["supplies"]
    assert (first["supply_class"], first["supply_type"], first["colorant"], first["unit"]) == (None,) * 4


def test_numbers_unknown_to_the_mib_are_none() -> None:
    [supply] = observed({"43.11.1.1.4.1.1": 2, "43.11.1.1.5.1.1": 99, "43.11.1.1.6.1.1": b"Box"})["supplies"]
    assert (supply["supply_class"], supply["supply_type"]) == (None, None)


def test_rows_are_sorted_by_number() -> None:
    supplies = observed({f"43.11.1.1.6.1.{index}": b"Toner" for index in (10, 2, 1)})["supplies"]
    assert [supply["index"] for supply in supplies] == [1, 2, 10]


def test_an_empty_row_is_omitted() -> None:
    assert observed({"43.11.1.1.6.1.1": b"  ", "43.11.1.1.8.1.1": 100})["supplies"] == []


def test_a_spot_colour_is_no_colorant() -> None:
    colorant: dict[str, Value] = {"43.12.1.1.3.1.5": 4, "43.12.1.1.4.1.5": b"gold"}
    [supply] = observed({"43.11.1.1.6.1.1": b"Toner", "43.11.1.1.3.1.1": 5, **colorant})["supplies"]
    assert supply["colorant"] is None


def test_a_colorant_without_role_is_used() -> None:
    values: dict[str, Value] = {
        "43.11.1.1.6.1.1": b"Toner",
        "43.11.1.1.3.1.1": 2,
        "43.12.1.1.4.1.1": b"cyan",
        "43.12.1.1.4.1.2": b"magenta",
    }
    assert observed(values)["supplies"][0]["colorant"] == "magenta"


def test_a_colorant_is_read_from_its_own_device() -> None:
    values: dict[str, Value] = {
        "25.3.2.1.2.1": NETWORK_TYPE,
        "25.3.2.1.2.3": PRINTER_TYPE,
        "43.11.1.1.6.3.1": b"Toner",
        "43.11.1.1.3.3.1": 1,
        "43.12.1.1.4.1.1": b"black",
        "43.12.1.1.4.3.1": b"cyan",
    }
    assert observed(values)["supplies"][0]["colorant"] == "cyan"


def test_only_the_first_of_two_printers_of_one_agent_is_observed() -> None:
    values: dict[str, Value] = {
        "25.3.2.1.2.1": NETWORK_TYPE,
        "25.3.2.1.2.2": PRINTER_TYPE,
        "25.3.2.1.2.3": PRINTER_TYPE,
        "25.3.2.1.3.2": b"Samplemaker S200",
        "25.3.2.1.3.3": b"Samplemaker S300",
        "43.5.1.1.17.2": b"SAMPLE0002",
        "43.5.1.1.17.3": b"SAMPLE0003",
        "43.11.1.1.6.2.1": b"Toner of the second",
        "43.11.1.1.6.3.1": b"Toner of the third",
        "43.10.2.1.4.3.1": 33,
    }
    observation = observed(values)
    assert observation["device"]["serial_number"] == "SAMPLE0002"
    assert observation["device"]["model_name"] == "Samplemaker S200"
    assert [supply["description"] for supply in observation["supplies"]] == ["Toner of the second"]
    assert observation["counters"]["total"] is None


def test_a_printer_with_rows_precedes_one_without() -> None:
    values: dict[str, Value] = {
        "25.3.2.1.2.1": PRINTER_TYPE,
        "25.3.2.1.2.2": PRINTER_TYPE,
        "43.5.1.1.17.2": b"SAMPLE0002",
    }
    assert observed(values)["device"]["serial_number"] == "SAMPLE0002"


def test_rows_of_other_devices_of_the_machine_are_included() -> None:
    values: dict[str, Value] = {
        "25.3.2.1.2.1": PRINTER_TYPE,
        "43.11.1.1.6.1.2": b"Toner",
        "43.11.1.1.6.7.1": b"Staples",
        "43.11.1.1.6.7.2": b"Staples of the other finisher",
    }
    assert [(s["index"], s["description"]) for s in observed(values)["supplies"]] == [
        (2, "Toner"),
        (1, "Staples"),
    ]


def test_errors_are_the_bits_from_the_left_of_both_octets() -> None:
    assert sample("colour_with_serial")["errors"] == ["low_toner", "door_open", "output_tray_missing"]


def test_a_service_request_is_the_last_bit_of_the_first_octet() -> None:
    assert observed({"25.3.5.1.2.1": b"\x01\x00"})["errors"] == ["service_requested"]


def test_one_octet_of_errors_is_accepted() -> None:
    assert observed({"25.3.5.1.2.1": b"\xff"})["errors"][-1] == "service_requested"


def test_octets_of_errors_beyond_the_second_are_ignored() -> None:
    assert len(observed({"25.3.5.1.2.1": b"\xff\xff\xff\xff"})["errors"]) == 15


def test_alerts_have_names() -> None:
    assert sample("colour_with_serial")["alerts"] == [
        {"severity": "critical", "group": "media_path", "code": 8, "description": "Paper jam"},
        {"severity": "warning", "group": "marker_supplies", "code": 1104, "description": "Magenta toner low"},
    ]


def test_an_alert_without_code_has_the_code_unknown() -> None:
    [alert] = observed({"43.18.1.1.8.1.1": b"Call service"})["alerts"]
    assert alert == {"severity": "other", "group": "other", "code": 2, "description": "Call service"}


columns = st.sampled_from(
    [
        "1.1.0",
        "1.2.0",
        "2.2.1.3",
        "2.2.1.6",
        "25.3.2.1.2",
        "25.3.2.1.3",
        "25.3.5.1.2",
        "43.5.1.1.8",
        "43.5.1.1.17",
    ]
    + [f"43.10.2.1.{column}" for column in (3, 4)]
    + [f"43.11.1.1.{column}" for column in range(1, 10)]
    + [f"43.12.1.1.{column}" for column in (3, 4)]
    + [f"43.18.1.1.{column}" for column in range(1, 10)]
)
indexes = st.lists(st.integers(0, 3) | st.integers(0, 2**32 - 1), max_size=3).map(tuple)
oids = st.tuples(columns, indexes).map(lambda parts: (*oid(f"1.3.6.1.2.1.{parts[0]}"), *parts[1]))
values = (
    st.integers(-4, 40)
    | st.integers(-(2**63), 2**64)
    | st.binary(max_size=300)
    | st.sampled_from([PRINTER_TYPE, NETWORK_TYPE, oid("1.3.6.1.4.1.18334.1")])
    | st.sampled_from([b"SN:A1B2C3D4", b"MDL:Sample 9;", b"RICOH IM C9999"])
)


@given(st.dictionaries(oids, values, max_size=30))
def test_any_walk_becomes_a_valid_reading(objects: dict[Oid, Value]) -> None:
    observation = json.loads(json.dumps(observation_of(Walk(objects))))
    envelope = {"key": "k", "observed_at": "2026-03-04T07:12:00+00:00", "source": "walk"}
    SubmittedReading().load(envelope | observation)


@given(st.dictionaries(oids, values, max_size=30))
def test_row_numbers_are_unique(objects: dict[Oid, Value]) -> None:
    numbers = [supply["index"] for supply in observation_of(Walk(objects))["supplies"]]
    assert len(numbers) == len(set(numbers))
