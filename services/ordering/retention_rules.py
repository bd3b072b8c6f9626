"""Retention rules of ordering (docs/features.md#retention)."""

import datetime as dt
from typing import Any

from services.chassis.persistence.guest_records import USED_PASSES_KEPT
from services.ordering.model import UsedPass


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [(UsedPass.__table__, UsedPass.used_at < now - USED_PASSES_KEPT)]
