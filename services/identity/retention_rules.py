"""Retention rules of identity (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, select

from services.chassis.persistence.retention_rules import RetentionRule
from services.identity.contracts import MailPurpose, RegistrationStatus
from services.identity.model import (
    AccessRequest,
    AuditEntry,
    DataExport,
    DataExportPart,
    GuestPass,
    Link,
    LoginSession,
    Registration,
)


def _are_unconfirmed(before: dt.datetime) -> ColumnElement[bool]:
    return and_(Registration.status == RegistrationStatus.UNCONFIRMED, Registration.requested_at < before)


def _confirm_removals(before: dt.datetime) -> ColumnElement[bool]:
    """Those that could be mailed are deleted when they were (`commands.links.forget_removed_account`)."""
    return and_(Link.purpose == MailPurpose.ACCOUNT_REMOVED, Link.prepared_at < before)


def _is_unanswered(before: dt.datetime) -> ColumnElement[bool]:
    """Nobody answers an access request whose requester has left, for example."""
    return and_(AccessRequest.answered_at.is_(None), AccessRequest.requested_at < before)


def _of_old_export(before: dt.datetime) -> ColumnElement[bool]:
    return DataExportPart.export_id.in_(select(DataExport.id).where(DataExport.requested_at < before))


def _has_no_parts(before: dt.datetime) -> ColumnElement[bool]:
    return and_(DataExport.requested_at < before, ~exists().where(DataExportPart.export_id == DataExport.id))


RETENTION_RULES = (
    # Network addresses of earlier logins are known for as long.
    RetentionRule("sessions", 90, LoginSession, lambda before: LoginSession.expires_at < before),
    RetentionRule("links", 30, Link, lambda before: Link.expires_at < before),
    RetentionRule("guest_passes", 1, GuestPass, lambda before: GuestPass.expires_at < before),
    RetentionRule("removal_notices", 1, Link, _confirm_removals),
    RetentionRule("unconfirmed_registrations", 7, Registration, _are_unconfirmed),
    RetentionRule("registrations", 365, Registration, lambda before: Registration.answered_at < before),
    RetentionRule("access_requests", 365, AccessRequest, lambda before: AccessRequest.answered_at < before),
    RetentionRule("unanswered_access_requests", 730, AccessRequest, _is_unanswered),
    RetentionRule("data_exports", 7, DataExportPart, _of_old_export),
    RetentionRule("data_exports", 7, DataExport, _has_no_parts),
    RetentionRule("audit_log", 1095, AuditEntry, lambda before: AuditEntry.at < before),
)
