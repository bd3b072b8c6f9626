"""Retention rules of identity (docs/features.md#retention)."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_

from services.identity.contracts import RegistrationStatus
from services.identity.model import AccessRequest, GuestPass, Link, LoginSession, Registration

SESSIONS = dt.timedelta(days=90)
"""Also how long the network addresses of earlier logins are known."""
LINKS = dt.timedelta(days=30)
GUEST_PASSES = dt.timedelta(days=1)
UNCONFIRMED = dt.timedelta(days=7)
ANSWERED = dt.timedelta(days=365)
"""UNCONFIRMED and ANSWERED apply to registrations and access requests. An access request that nobody answered (because
the requester left, for example) is deleted after twice ANSWERED."""


def retention_rules(now: dt.datetime) -> list[tuple[Any, Any]]:
    return [
        (LoginSession.__table__, LoginSession.expires_at < now - SESSIONS),
        (Link.__table__, Link.expires_at < now - LINKS),
        (GuestPass.__table__, GuestPass.expires_at < now - GUEST_PASSES),
        (Registration.__table__, and_(_is_unconfirmed(), Registration.requested_at < now - UNCONFIRMED)),
        (Registration.__table__, Registration.answered_at < now - ANSWERED),
        (AccessRequest.__table__, AccessRequest.requested_at < now - 2 * ANSWERED),
        (AccessRequest.__table__, AccessRequest.answered_at < now - ANSWERED),
    ]


def _is_unconfirmed() -> ColumnElement[bool]:
    return Registration.status == RegistrationStatus.UNCONFIRMED
