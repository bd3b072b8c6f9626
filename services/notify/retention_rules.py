"""Retention rules of notify (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from services.chassis.persistence.retention_rules import RetentionRule
from services.notify.contracts import MailStatus
from services.notify.model import Mail


def _are_done(before: dt.datetime) -> ColumnElement[bool]:
    return and_(Mail.status != MailStatus.QUEUED, Mail.queued_at < before)


RETENTION_RULES = (RetentionRule("mails", 365, Mail, _are_done),)
