"""Tests of modules that need no running service: columns, clock, reference numbers, transaction guard, settings."""

import datetime as dt
from pathlib import Path

import pytest
from environs import Env
from hypothesis import given
from hypothesis import strategies as st

from services.chassis import settings
from services.chassis.bus import transaction_guard
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.columns import UtcDateTime
from services.chassis.persistence.reference_numbers import check_digit, normalise, reference_number


def test_a_datetime_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcDateTime().process_bind_param(dt.datetime(2026, 3, 4), None)  # type: ignore[arg-type]  # noqa: DTZ001


def test_a_shifted_clock_returns_the_shifted_time(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("3600")
    difference = Clock(file).now() - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=59) < difference < dt.timedelta(minutes=61)


def test_a_reference_number_has_a_prefix_eight_digits_and_a_check_digit() -> None:
    prefix, first, second, check = reference_number("SR").split("-")
    assert (prefix, len(first + second), int(check)) == ("SR", 8, check_digit(first + second))


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9))
def test_the_check_digit_detects_one_wrong_digit(digits: str, position: int, change: int) -> None:
    wrong = digits[:position] + str((int(digits[position]) + change) % 10) + digits[position + 1 :]
    assert check_digit(wrong) != check_digit(digits)


@pytest.mark.parametrize("typed", ["SR-1234-5678-2", "sr 1234 5678 2", "123456782", " SR-123456782 "])
def test_a_reference_number_is_normalised(typed: str) -> None:
    assert normalise(typed, "SR") == "SR-1234-5678-2"


def test_a_call_inside_a_transaction_is_refused_with_the_operation_name() -> None:
    with (
        transaction_guard.write_transaction("make_toy"),
        pytest.raises(transaction_guard.WithinTransaction, match="make_toy"),
    ):
        transaction_guard.refuse_within_transaction("call of list_toys")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MACHINEPARK_DEMO", "perhaps"),
        ("MACHINEPARK_AMQP_URL", "http://somewhere"),
        ("MACHINEPARK_DATABASE_URL", "sqlite:///one.db"),
        ("MACHINEPARK_DATABASE_URL", "mysql://{service}"),
        ("MACHINEPARK_SMTP_URL", "mail.example"),
        ("MACHINEPARK_MAIL_FROM", "nobody"),
        ("MACHINEPARK_TIME_ZONE", "Mars/Olympus"),
        ("MACHINEPARK_BRAND_EMAIL", "no address"),
    ],
)
def test_an_invalid_setting_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.WrongSetting, match=name):
        settings.load(Env())
