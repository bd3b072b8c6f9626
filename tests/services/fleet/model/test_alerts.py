"""Errors and alerts of a device, and which of them need attention."""

import pytest

from services.fleet.collector.rfc_names import DETECTED_ERRORS
from services.fleet.model.alerts import FOREWARNINGS, need_attention, read_alerts


def a_row(severity: str = "critical", group: str = "cover", description: str = "Cover open") -> dict[str, str]:
    return {"severity": severity, "group": group, "description": description}


@pytest.mark.parametrize("error", sorted(set(DETECTED_ERRORS) - FOREWARNINGS))
def test_a_fault_needs_attention(error: str) -> None:
    assert need_attention(["low_paper", error], [])


@pytest.mark.parametrize("error", sorted(FOREWARNINGS))
def test_a_forewarning_needs_no_attention(error: str) -> None:
    assert not need_attention([error], [])


def test_every_forewarning_is_a_detected_error() -> None:
    assert set(DETECTED_ERRORS) > FOREWARNINGS


def test_a_critical_alert_needs_attention() -> None:
    assert need_attention([], [a_row("warning"), a_row()])


@pytest.mark.parametrize("row", [a_row("warning"), a_row("other"), a_row(group="input", description="Tray 1 empty")])
def test_a_warning_or_an_empty_tray_needs_no_attention(row: dict[str, str]) -> None:
    assert not need_attention([], [row])


def test_errors_come_first_and_alerts_without_description_are_omitted() -> None:
    assert read_alerts(["jammed"], [a_row(description=""), a_row()]) == [
        {"code": "jammed", "description": ""},
        {"code": "cover", "description": "Cover open"},
    ]
