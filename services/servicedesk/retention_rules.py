"""Retention rules of the service desk (docs/features.md#retention)."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select

from services.chassis.persistence.guest_records import USED_PASSES_KEPT_DAYS
from services.chassis.persistence.retention_rules import RetentionRule
from services.servicedesk.contracts import RequestStatus
from services.servicedesk.model import ArticleRating, ContactMessage, GuestSighting, ServiceRequest, UsedPass

CONTACT = (
    ServiceRequest.contact_name, ServiceRequest.telephone, ServiceRequest.availability, ServiceRequest.guest_name,
    ServiceRequest.guest_email,
)  # fmt: skip
"""Contact columns of a request. They are not needed long after it has ended."""
ENDED = (RequestStatus.CLOSED, RequestStatus.CANCELLED)


def _ended(before: dt.datetime) -> ColumnElement[bool]:
    return and_(ServiceRequest.status.in_(ENDED), ServiceRequest.changed_at < before)


def _of_guest_ended(before: dt.datetime) -> ColumnElement[bool]:
    """A guest has no account with which the guest's texts could be removed."""
    return and_(ServiceRequest.by_guest, _ended(before))


def _of_ended_request(before: dt.datetime) -> ColumnElement[bool]:
    return GuestSighting.request_id.in_(select(ServiceRequest.id).where(_ended(before)))


def _is_handled(before: dt.datetime) -> ColumnElement[bool]:
    """Nobody handles what looks like spam."""
    spam = and_(ContactMessage.is_suspected, ContactMessage.received_at < before)
    return or_(ContactMessage.handled_at < before, spam)


RETENTION_RULES = (
    RetentionRule("contact_of_requests", 730, ServiceRequest, _ended, blanked=CONTACT),
    RetentionRule("contact_of_requests", 730, ServiceRequest, _of_guest_ended, blanked=(ServiceRequest.description,)),
    RetentionRule(
        "contact_of_requests",
        730,
        GuestSighting,
        _of_ended_request,
        blanked=(GuestSighting.guest_name, GuestSighting.guest_email),
    ),
    RetentionRule("contact_messages", 365, ContactMessage, _is_handled),
    RetentionRule("article_ratings", 730, ArticleRating, lambda before: ArticleRating.at < before),
    RetentionRule("used_guest_passes", USED_PASSES_KEPT_DAYS, UsedPass, lambda before: UsedPass.used_at < before),
)
