"""Retention rules of ordering (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from services.chassis.persistence.guest_records import USED_PASSES_KEPT_DAYS
from services.chassis.persistence.retention_rules import RetentionRule
from services.ordering.model import Order, UsedPass
from services.ordering.model.order import OPEN

CONTACT = (Order.attention, Order.guest_name, Order.guest_email)
"""The columns of an order that say whom to turn to, which nobody needs long after it has ended."""


def _ended(before: dt.datetime) -> ColumnElement[bool]:
    return and_(Order.status.not_in(OPEN), Order.changed_at < before)


RETENTION_RULES = (
    RetentionRule("contact_of_orders", 730, Order, _ended, blanked=CONTACT),
    RetentionRule("used_guest_passes", USED_PASSES_KEPT_DAYS, UsedPass, lambda before: UsedPass.used_at < before),
)
