"""Retention rules of identity (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from services.chassis.persistence.retention_rules import RetentionRule
from services.identity.contracts import MailPurpose, RegistrationStatus
from services.identity.model import AccessRequest, AuditEntry, Link, LoginSession, Registration


def _are_unconfirmed(before: dt.datetime) -> ColumnElement[bool]:
    return and_(Registration.status == RegistrationStatus.UNCONFIRMED, Registration.requested_at < before)


def _confirm_removals(before: dt.datetime) -> ColumnElement[bool]:
    """Those that could be mailed are deleted when they were (`commands.links.forget_removed_account`)."""
    return and_(Link.purpose == MailPurpose.ACCOUNT_REMOVED, Link.prepared_at < before)


RETENTION_RULES = (
    RetentionRule("sessions", 90, LoginSession, lambda before: LoginSession.expires_at < before),
    RetentionRule("links", 30, Link, lambda before: Link.expires_at < before),
    RetentionRule("removal_notices", 1, Link, _confirm_removals),
    RetentionRule("unconfirmed_registrations", 7, Registration, _are_unconfirmed),
    RetentionRule("registrations", 365, Registration, lambda before: Registration.answered_at < before),
    RetentionRule("access_requests", 365, AccessRequest, lambda before: AccessRequest.answered_at < before),
    RetentionRule("unanswered_access_requests", 730, AccessRequest, lambda before: AccessRequest.requested_at < before),
    RetentionRule("audit_log", 1095, AuditEntry, lambda before: AuditEntry.at < before),
)
"""`sessions` is also how long the network addresses of earlier logins are known. Nobody answers an access request whose
requester has left, for example."""
