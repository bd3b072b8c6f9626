"""What a device reports of itself, and when somebody must come to it."""

import pytest

from services.fleet.collector.rfc_names import DETECTED_ERRORS
from services.fleet.model.alerts import FOREWARNINGS, need_attention, read_alerts


def a_row(severity: str = "critical", group: str = "cover", description: str = "Cover open") -> dict[str, str]:
    return {"severity": severity, "group": group, "description": description}


@pytest.mark.parametrize("error", sorted(set(DETECTED_ERRORS) - FOREWARNINGS))
def test_a_fault_needs_attention(error: str) -> None:
    assert need_attention(["low_paper", error], [])


@pytest.mark.parametrize("error", sorted(FOREWARNINGS))
def test_a_forewarning_does_not(error: str) -> None:
    assert not need_attention([error], [])


def test_every_forewarning_is_an_error_that_devices_know() -> None:
    assert set(DETECTED_ERRORS) > FOREWARNINGS


def test_a_critical_row_needs_attention() -> None:
    assert need_attention([], [a_row("warning"), a_row()])


@pytest.mark.parametrize("row", [a_row("warning"), a_row("other"), a_row(group="input", description="Tray 1 empty")])
def test_a_warning_and_an_empty_tray_do_not(row: dict[str, str]) -> None:
    assert not need_attention([], [row])


def test_states_come_first_and_rows_that_say_nothing_are_left_out() -> None:
    assert read_alerts(["jammed"], [a_row(description=""), a_row()]) == [
        {"code": "jammed", "description": ""},
        {"code": "cover", "description": "Cover open"},
    ]
