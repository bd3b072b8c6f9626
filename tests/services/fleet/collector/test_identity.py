"""Machines are recognised by serial number and MAC address; an uncertain value counts as none."""

import pytest

from services.fleet.collector.identity import mac_address, serial_number
from services.fleet.collector.walk import Oid, Value, Walk

SERIAL = "1.3.6.1.2.1.43.5.1.1.17"
SYS_DESCR = "1.3.6.1.2.1.1.1.0"
SYS_OBJECT_ID = "1.3.6.1.2.1.1.2.0"
ETHERNET, OLD_ETHERNET, LOOPBACK, WIRELESS = 6, 7, 24, 71


def oid(path: str) -> Oid:
    return tuple(map(int, path.split(".")))


def walk_of(values: dict[str, Value]) -> Walk:
    return Walk({oid(path): value for path, value in values.items()})


def serial_of(values: dict[str, Value], devices: tuple[int, ...] = (1,)) -> str:
    return serial_number(walk_of(values), list(devices))


def mac_of(*interfaces: tuple[int, int, bytes]) -> str:
    """The MAC address of a device with these interfaces: index, type, address."""
    values: dict[str, Value] = {}
    for index, kind, address in interfaces:
        values |= {f"1.3.6.1.2.1.2.2.1.3.{index}": kind, f"1.3.6.1.2.1.2.2.1.6.{index}": address}
    return mac_address(walk_of(values))


def global_address(last: int) -> bytes:
    return bytes([0x00, 0x20, 0x6B, 0, 0, last])


def test_the_serial_number_is_that_of_the_printer() -> None:
    values: dict[str, Value] = {f"{SERIAL}.1": b"A0SAMPLE1", f"{SERIAL}.2": b"A0SAMPLE2"}
    assert serial_of(values, devices=(2, 1)) == "A0SAMPLE2"


@pytest.mark.parametrize("word", ["", " ", "None", "UNKNOWN", "N/A", "<private>", "not available", "XXXXXXXXXX"])
def test_a_placeholder_word_is_no_serial_number(word: str) -> None:
    assert serial_of({f"{SERIAL}.1": word.encode()}) == ""


@pytest.mark.parametrize(
    "placeholder",
    ["0", "0000000000", "X0000000", "123456789", "1234567890", "0123456789", "1", "\0\0\0\0", "A1" * 31],
)
def test_a_placeholder_number_is_no_serial_number(placeholder: str) -> None:
    assert serial_of({f"{SERIAL}.1": placeholder.encode()}) == ""


def test_a_serial_number_is_trimmed() -> None:
    assert serial_of({f"{SERIAL}.1": b" A0SAMPLE1\x00\x00"}) == "A0SAMPLE1"


def test_the_manufacturers_own_object_replaces_a_placeholder() -> None:
    values: dict[str, Value] = {
        f"{SERIAL}.1": b"00000000",
        SYS_OBJECT_ID: oid("1.3.6.1.4.1.1347.41"),
        "1.3.6.1.4.1.1347.43.5.1.1.28.1": b"R0SAMPLE1",
    }
    assert serial_of(values) == "R0SAMPLE1"


def test_type_octets_of_hewlett_packard_are_not_part_of_the_serial_number() -> None:
    values: dict[str, Value] = {
        SYS_OBJECT_ID: oid("1.3.6.1.4.1.11.2.3.9.1"),
        "1.3.6.1.4.1.11.2.3.9.4.2.1.1.3.3.0": b"\x01\x15VN0SAMPLE1",
    }
    assert serial_of(values) == "VN0SAMPLE1"


def test_an_object_of_another_manufacturer_is_ignored() -> None:
    values: dict[str, Value] = {
        SYS_OBJECT_ID: oid("1.3.6.1.4.1.2001.1.1"),
        "1.3.6.1.4.1.11.2.3.9.4.2.1.1.3.3.0": b"VN0SAMPLE1",
    }
    assert serial_of(values) == ""


@pytest.mark.parametrize(
    ("description", "serial"),
    [
        ("HP ETHERNET MULTI-ENVIRONMENT,SN:VN0SAMPLE1,FN:1,PID:HP LaserJet", "VN0SAMPLE1"),
        ("Samsung X9999; V4.00; S/N 0ASAMPLE12", "0ASAMPLE12"),
        ("HP ETHERNET MULTI-ENVIRONMENT,SN:unknown,FN:1", ""),
        ("HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT,JD115", ""),
        ("Sample printer SN:A1SAMPLE1 and more", ""),
    ],
)
def test_a_labelled_number_in_the_description_is_the_last_source(description: str, serial: str) -> None:
    assert serial_of({SYS_DESCR: description.encode()}) == serial


def test_a_mac_address_is_formatted_with_colons() -> None:
    assert mac_of((1, ETHERNET, bytes.fromhex("00206B4AF325"))) == "00:20:6b:4a:f3:25"


@pytest.mark.parametrize("written", [b"00206B4AF325", b"00:20:6b:4a:f3:25", b"00-20-6B-4A-F3-25"])
def test_a_mac_address_as_text_is_accepted(written: bytes) -> None:
    assert mac_of((1, ETHERNET, written)) == "00:20:6b:4a:f3:25"


@pytest.mark.parametrize(
    "address",
    [
        b"",
        bytes(6),
        b"\xff" * 6,
        bytes.fromhex("01005e000001"),
        bytes.fromhex("333300000001"),
        b"eth",
        bytes(8),
    ],
)
def test_an_address_of_no_single_interface_is_no_mac_address(address: bytes) -> None:
    assert mac_of((1, ETHERNET, address)) == ""


def test_the_lowest_ethernet_interface_is_chosen() -> None:
    assert mac_of((10, ETHERNET, global_address(10)), (2, ETHERNET, global_address(2))) == "00:20:6b:00:00:02"


def test_ethernet_precedes_wireless() -> None:
    assert mac_of((1, WIRELESS, global_address(1)), (2, ETHERNET, global_address(2))) == "00:20:6b:00:00:02"


def test_the_old_ethernet_type_precedes_wireless() -> None:
    assert mac_of((1, WIRELESS, global_address(1)), (2, OLD_ETHERNET, global_address(2))) == "00:20:6b:00:00:02"


def test_an_ethernet_interface_without_address_is_skipped() -> None:
    assert mac_of((1, ETHERNET, b""), (2, WIRELESS, global_address(2))) == "00:20:6b:00:00:02"


def test_a_locally_administered_address_comes_last() -> None:
    local_address = bytes.fromhex("02206b000001")
    assert mac_of((1, ETHERNET, local_address), (2, ETHERNET, global_address(2))) == "00:20:6b:00:00:02"


def test_a_loopback_has_no_mac_address() -> None:
    assert mac_of((1, LOOPBACK, global_address(1))) == ""


def test_an_interface_without_type_is_used_if_it_is_the_only_one() -> None:
    assert mac_address(walk_of({"1.3.6.1.2.1.2.2.1.6.1": global_address(1)})) == "00:20:6b:00:00:01"
