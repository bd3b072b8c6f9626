"""Retention rules of ordering (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from services.chassis.persistence.guest_records import USED_PASSES_KEPT_DAYS
from services.chassis.persistence.retention_rules import RetentionRule
from services.ordering.model import Order, UsedPass
from services.ordering.model.order import OPEN

CONTACT = (Order.attention, Order.guest_name, Order.guest_email)
"""Contact columns of an order. They are not needed long after it has ended."""


def _ended(before: dt.datetime) -> ColumnElement[bool]:
    return and_(Order.status.not_in(OPEN), Order.changed_at < before)


def _of_guest_ended(before: dt.datetime) -> ColumnElement[bool]:
    """A guest has no account with which the guest's texts could be removed."""
    return and_(Order.by_guest, _ended(before))


RETENTION_RULES = (
    RetentionRule("contact_of_orders", 730, Order, _ended, blanked=CONTACT),
    RetentionRule("contact_of_orders", 730, Order, _of_guest_ended, blanked=(Order.reason,)),
    RetentionRule("used_guest_passes", USED_PASSES_KEPT_DAYS, UsedPass, lambda before: UsedPass.used_at < before),
)
