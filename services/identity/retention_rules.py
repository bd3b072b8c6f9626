"""What identity need not keep: sessions, links and requests that are long over, and guesses that are forgotten."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_

from services.identity.contracts import RegistrationStatus
from services.identity.model import AccessRequest, Link, LoginAttempts, LoginSession, Registration

SESSIONS = dt.timedelta(days=90)
"""As long it is remembered from where somebody logged in before."""
LINKS = dt.timedelta(days=30)
TRIES = dt.timedelta(days=1)
UNCONFIRMED = dt.timedelta(days=7)
ANSWERED = dt.timedelta(days=365)
"""Requests: for an account whose address was never confirmed, and those that are over. One that nobody answered in
twice that time (its asker left, say) is over as well."""


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [
        (LoginSession.__table__, LoginSession.expires_at < now - SESSIONS),
        (Link.__table__, Link.expires_at < now - LINKS),
        (Registration.__table__, and_(_is_unconfirmed(), Registration.asked_at < now - UNCONFIRMED)),
        (Registration.__table__, Registration.answered_at < now - ANSWERED),
        (AccessRequest.__table__, AccessRequest.asked_at < now - 2 * ANSWERED),
        (AccessRequest.__table__, AccessRequest.answered_at < now - ANSWERED),
        (LoginAttempts.__table__, LoginAttempts.next_at < now - TRIES),
    ]


def _is_unconfirmed() -> ColumnElement[bool]:
    return Registration.status == RegistrationStatus.UNCONFIRMED
