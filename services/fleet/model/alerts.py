"""Alerts that a device reports, and whether they need attention (RFC 2790 and RFC 3805)."""

from collections.abc import Mapping, Sequence
from typing import Any

FOREWARNINGS = {"low_paper", "no_paper", "input_tray_empty", "low_toner", "output_near_full"}
"""Errors that need no attention: users refill paper themselves, and toner is judged by its level."""
CRITICAL = "critical"


def read_alerts(errors: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Error states (hrPrinterDetectedErrorState), and the rows of prtAlertTable that have a description."""
    states = [{"code": code, "description": ""} for code in errors]
    return states + [{"code": row["group"], "description": row["description"]} for row in rows if row["description"]]


def need_attention(errors: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the device has an error that is not in `FOREWARNINGS`, or a critical alert.

    A critical alert in the group `input` is about paper and does not count.
    """
    faults = (row["severity"] == CRITICAL and row["group"] != "input" for row in rows)
    return bool(set(errors) - FOREWARNINGS) or any(faults)
