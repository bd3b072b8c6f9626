"""Retention rules of the service desk (docs/features.md#retention)."""

import datetime as dt
from typing import Any

from services.chassis.persistence.guest_records import USED_PASSES_KEPT
from services.servicedesk.model import ArticleRating, UsedPass

RATINGS = dt.timedelta(days=730)


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [
        (ArticleRating.__table__, ArticleRating.at < now - RATINGS),
        (UsedPass.__table__, UsedPass.used_at < now - USED_PASSES_KEPT),
    ]
