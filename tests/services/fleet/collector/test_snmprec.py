"""Recordings are read line by line; an unreadable line is reported and skipped."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fleet.collector.snmprec import LARGEST_FILE, UnreadableWalk, Walk, read_walk, read_walk_file

SAMPLES = Path(__file__).parents[3] / "samples" / "walks"
OID = (1, 3, 6, 1, 2, 1, 1, 1, 0)


def read_value(kind: str, value: str) -> Walk:
    return read_walk([f"1.3.6.1.2.1.1.1.0|{kind}|{value}"])


@pytest.mark.parametrize("kind", ["2", "65", "66", "67", "70"])
def test_numeric_types_become_numbers(kind: str) -> None:
    assert read_value(kind, "427").number(OID) == 427


def test_an_integer_may_be_negative() -> None:
    assert read_value("2", "-3").number(OID) == -3


def test_a_64_bit_counter_keeps_all_its_digits() -> None:
    assert read_value("70", "18446744073709551615").number(OID) == 18446744073709551615


def test_a_string_keeps_its_octets() -> None:
    assert read_value("4", "bizhub C999i").octets(OID) == b"bizhub C999i"


def test_a_hexadecimal_string_becomes_its_octets() -> None:
    assert read_value("4x", "00206b4af325").octets(OID) == b"\x00\x20\x6b\x4a\xf3\x25"


def test_an_empty_string_is_a_value() -> None:
    assert read_value("4", "").octets(OID) == b""


def test_a_value_may_contain_the_separator() -> None:
    assert read_value("4", "one | two").text(OID) == "one | two"


def test_an_object_identifier_becomes_a_tuple() -> None:
    assert read_value("6", ".1.3.6.1.4.1.18334").values[OID] == (1, 3, 6, 1, 4, 1, 18334)


@pytest.mark.parametrize(("kind", "value"), [("64", "10.0.0.36"), ("64x", "0a000024")])
def test_an_address_becomes_four_octets(kind: str, value: str) -> None:
    assert read_value(kind, value).octets(OID) == b"\x0a\x00\x00\x24"


@pytest.mark.parametrize("kind", ["5", "128", "129", "130"])
def test_an_object_without_value_is_absent_and_no_error(kind: str) -> None:
    walk = read_value(kind, "")
    assert (dict(walk.values), walk.bad_lines) == ({}, ())


def test_blank_lines_and_comments_are_ignored() -> None:
    walk = read_walk(["# recorded on a rainy day", "", "  ", "1.3.6.1.2.1.1.1.0|2|1", "\n"])
    assert (len(walk.values), walk.bad_lines) == (1, ())


def test_windows_line_ends_are_removed() -> None:
    assert read_walk([b"1.3.6.1.2.1.1.1.0|4|Canon\r\n"]).octets(OID) == b"Canon"


def test_a_byte_order_mark_is_ignored() -> None:
    assert read_walk([b"\xef\xbb\xbf1.3.6.1.2.1.1.1.0|2|1\n"]).bad_lines == ()


def test_utf_8_is_decoded() -> None:
    assert read_walk(["1.3.6.1.2.1.1.1.0|4|Resttonerbehälter"]).text(OID) == "Resttonerbehälter"


def test_invalid_utf_8_is_decoded_as_latin_1() -> None:
    assert read_walk([b"1.3.6.1.2.1.1.1.0|4|Restbeh\xe4lter"]).text(OID) == "Restbehälter"


def test_padding_and_line_breaks_in_a_text_become_blanks() -> None:
    assert read_value("4x", b"\x01\x15 Black\r\n\tToner\x00\x00".hex()).text(OID) == "Black Toner"


@pytest.mark.parametrize(
    ("line", "reason_code"),
    [
        ("no record", "not_three_fields"),
        ("1.3.6.1|2", "not_three_fields"),
        ("|2|1", "bad_oid"),
        ("1.3..6|2|1", "bad_oid"),
        ("1.3.6.x|2|1", "bad_oid"),
        ("1.3.4294967296|2|1", "bad_oid"),
        ("1.3.6.1||1", "unsupported_type"),
        ("1.3.6.1|3|1", "unsupported_type"),
        ("1.3.6.1|2x|01", "unsupported_type"),
        ("1.3.6.1|2:numeric|rate=1", "unsupported_type"),
        ("1.3.6.1|65|6git3159", "bad_number"),
        ("1.3.6.1|2|", "bad_number"),
        ("1.3.6.1|2|1_000", "bad_number"),
        ("1.3.6.1|2|١٢", "bad_number"),
        ("1.3.6.1|2|" + "9" * 5000, "bad_number"),
        ("1.3.6.1|65|-1", "number_out_of_range"),
        ("1.3.6.1|65|4294967296", "number_out_of_range"),
        ("1.3.6.1|4x|0g", "bad_hex"),
        ("1.3.6.1|4x|012", "bad_hex"),
        ("1.3.6.1|64|10.0.0", "bad_address"),
        ("1.3.6.1|64|10.0.0.256", "bad_address"),
        ("1.3.6.1|6|none", "bad_object_id"),
    ],
)
def test_a_bad_line_is_reported_with_its_reason(line: str, reason_code: str) -> None:
    assert [bad.reason_code for bad in read_walk([line]).bad_lines] == [reason_code]


def test_a_bad_line_is_reported_with_its_number() -> None:
    [bad] = read_walk(["", "1.3.6.1|2|1", "broken"]).bad_lines
    assert (bad.number, bad.text) == (3, "broken")


def test_a_bad_line_is_truncated() -> None:
    [bad] = read_walk(["x" * 1000]).bad_lines
    assert len(bad.text) == 200


def test_the_first_of_two_values_of_an_object_is_kept() -> None:
    walk = read_walk(["1.3.6.1.2.1.1.1.0|4|first", "1.3.6.1.2.1.1.1.0|4|second"])
    assert (walk.text(OID), [bad.reason_code for bad in walk.bad_lines]) == ("first", ["contradiction"])


def test_a_repeated_line_is_no_contradiction() -> None:
    assert read_walk(["1.3.6.1.2.1.1.1.0|4|same"] * 2).bad_lines == ()


def test_good_lines_are_read_among_bad_ones() -> None:
    walk = read_walk_file(SAMPLES / "broken_lines.snmprec")
    assert [(bad.number, bad.reason_code) for bad in walk.bad_lines] == [
        (3, "not_three_fields"),
        (4, "not_three_fields"),
        (5, "bad_oid"),
        (6, "bad_number"),
        (7, "number_out_of_range"),
        (8, "bad_hex"),
        (9, "bad_address"),
        (10, "bad_object_id"),
        (11, "unsupported_type"),
        (12, "unsupported_type"),
        (13, "contradiction"),
        (14, "bad_oid"),
    ]
    assert len(walk.values) == 7


@given(st.lists(st.one_of(st.text(), st.binary())))
def test_no_line_raises_an_error(lines: list[str | bytes]) -> None:
    read_walk(lines)


@given(
    st.from_regex(r"[0-9.x]{0,12}", fullmatch=True),
    st.sampled_from(["2", "4", "4x", "5", "6", "64", "64x", "65", "66", "67", "68", "68x", "70", "4e", ""]),
    st.text(max_size=40),
)
def test_a_record_is_read_or_reported(oid: str, kind: str, value: str) -> None:
    walk = read_walk([f"{oid}|{kind}|{value}".replace("\n", " ")])
    assert len(walk.values) + len(walk.bad_lines) <= 1


def test_the_digest_is_that_of_the_content(tmp_path: Path) -> None:
    content = b"1.3.6.1.2.1.1.1.0|4|Canon\n\nbroken\n"
    path = tmp_path / "walk.snmprec"
    path.write_bytes(content)
    assert read_walk_file(path).digest == hashlib.sha256(content).hexdigest()


def test_lines_and_their_file_have_the_same_digest() -> None:
    path = SAMPLES / "colour_with_serial.snmprec"
    with path.open("rb") as lines:
        assert read_walk(lines).digest == read_walk_file(path).digest


def test_another_value_has_another_digest() -> None:
    assert read_value("2", "1").digest != read_value("2", "2").digest


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableWalk) as error:
        read_walk_file(path)
    assert error.value.path == path
    return error.value.reason_code


def test_an_absent_file_is_unreadable(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "nowhere.snmprec") == "absent"


def test_a_path_through_a_file_is_absent(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    assert unreadable(tmp_path / "file" / "walk.snmprec") == "absent"


def test_an_impossible_file_name_is_absent(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "a\0b") == "absent"


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert unreadable(tmp_path) == "is_a_folder"


def test_a_pipe_is_unreadable_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert unreadable(tmp_path / "pipe") == "not_a_file"


def test_a_file_without_permission_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError  # the tests may run as root

    path = tmp_path / "walk.snmprec"
    path.write_bytes(b"1.3.6.1|2|1\n")
    monkeypatch.setattr(Path, "open", refuse)
    assert unreadable(path) == "not_permitted"


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_an_empty_file_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "walk.snmprec"
    path.write_bytes(content)
    assert unreadable(path) == "empty"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n\xff\xfe\n", "1.3.6.1|2|1".encode("utf-16"), b"# nothing\n"])
def test_a_file_without_a_readable_line_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "walk.snmprec"
    path.write_bytes(content)
    assert unreadable(path) == "no_readable_line"


def test_a_file_above_the_maximum_size_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "walk.snmprec"
    path.write_bytes(b"1.3.6.1|2|1\n")
    os.truncate(path, LARGEST_FILE + 1)
    assert unreadable(path) == "too_large"
