"""What a device reports of itself, and whether somebody must come to it (RFC 2790 and RFC 3805)."""

from collections.abc import Mapping, Sequence
from typing import Any

FOREWARNINGS = {"low_paper", "no_paper", "input_tray_empty", "low_toner", "output_near_full"}
"""Who prints sees to paper, every day; toner that runs out is told by its level. The rest stops a machine."""
CRITICAL = "critical"


def read_alerts(errors: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Error states (hrPrinterDetectedErrorState), and the rows of prtAlertTable that say something."""
    states = [{"code": code, "description": ""} for code in errors]
    return states + [{"code": row["group"], "description": row["description"]} for row in rows if row["description"]]


def need_attention(errors: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the device cannot go on by itself: an error state that is more than a forewarning, or a critical row.

    A critical row in the group `input` is paper.
    """
    faults = (row["severity"] == CRITICAL and row["group"] != "input" for row in rows)
    return bool(set(errors) - FOREWARNINGS) or any(faults)
