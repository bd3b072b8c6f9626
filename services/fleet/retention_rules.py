"""Retention rules of fleet (docs/features.md#retention)."""

import datetime as dt
from typing import Any

from services.fleet.model import MachineLabel

REVOKED_LABELS = dt.timedelta(days=90)


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [(MachineLabel.__table__, MachineLabel.revoked_at < now - REVOKED_LABELS)]
