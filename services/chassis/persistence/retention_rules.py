"""Retention rules: how long rows are kept. Each service declares those of its own tables."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from services.chassis.persistence.personal_data import Column


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Rows of `model` for which `condition(before)` holds are deleted, or, if columns are `blanked`, lose these.

    `before` is `days` ago, unless MACHINEPARK_RETENTION_DAYS sets another number of days for the rule's `name`. Rules
    of one name have one period.
    """

    name: str
    days: int
    model: type[Any]
    condition: Callable[[dt.datetime], ColumnElement[bool]]
    blanked: tuple[Column, ...] = ()
