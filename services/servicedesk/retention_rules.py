"""Retention rules of the service desk (docs/features.md#retention)."""

import datetime as dt
from typing import Any

from services.servicedesk.model import ArticleRating

RATINGS = dt.timedelta(days=730)


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [(ArticleRating.__table__, ArticleRating.at < now - RATINGS)]
