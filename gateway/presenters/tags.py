"""Status labels: text and icon, with a colour tone that carries no information of its own (WCAG 2.2, 1.4.1)."""

from collections.abc import Iterable
from typing import NamedTuple

from gateway.language import t_or


class Tag(NamedTuple):
    tone: str
    icon: str
    text: str


_TAGS = {
    "condition": {
        "attention": ("bad", "exclamation-octagon-fill"),
        "low": ("bad", "exclamation-triangle-fill"),
        "stale": ("warn", "clock-history"),
        "unknown": ("mute", "question-circle-fill"),
        "not_connected": ("mute", "wifi-off"),
        "ok": ("ok", "check-circle-fill"),
    },
    "request_status": {
        "received": ("info", "inbox"),
        "accepted": ("ok", "clipboard-check"),
        "scheduled": ("ok", "calendar-check"),
        "in_progress": ("ok", "tools"),
        "waiting_for_parts": ("warn", "hourglass-split"),
        "waiting_for_customer": ("warn", "chat-left-text"),
        "resolved": ("info", "question-circle-fill"),
        "closed": ("mute", "check-circle-fill"),
        "cancelled": ("mute", "x-circle"),
    },
    "order_status": {
        "placed": ("info", "inbox"),
        "confirmed": ("ok", "clipboard-check"),
        "shipped": ("ok", "truck"),
        "partly_shipped": ("warn", "box-seam"),
        "delivered": ("mute", "check-circle-fill"),
        "cancelled": ("mute", "x-circle"),
        "refused": ("bad", "x-circle"),
    },
    "urgency": {
        "normal": ("mute", "tools"),
        "high": ("warn", "exclamation-triangle-fill"),
        "down": ("bad", "exclamation-triangle-fill"),
    },
    "news_status": {
        "draft": ("mute", "journal-text"),
        "sending": ("info", "hourglass-split"),
        "stopped": ("warn", "x-circle"),
        "sent": ("ok", "check-circle-fill"),
    },
    "mail_status": {
        "queued": ("info", "hourglass-split"),
        "sent": ("ok", "check-circle-fill"),
        "undeliverable": ("bad", "exclamation-triangle-fill"),
    },
    "outcome": {
        "accepted": ("ok", "check-circle-fill"),
        "unchanged": ("mute", "check-circle-fill"),
        "held": ("warn", "hourglass-split"),
        "refused": ("bad", "x-circle"),
    },
    "customer_status": {
        "active": ("ok", "check-circle-fill"),
        "disabled": ("mute", "x-circle"),
    },
    "user_status": {
        "active": ("ok", "check-circle-fill"),
        "invited": ("info", "envelope"),
        "deactivated": ("mute", "x-circle"),
    },
    "registration_status": {
        "open": ("info", "hourglass-split"),
        "approved": ("ok", "check-circle-fill"),
        "refused": ("bad", "x-circle"),
        "expired": ("mute", "clock-history"),
    },
    "access_status": {
        "open": ("info", "hourglass-split"),
        "granted": ("ok", "check-circle-fill"),
        "refused": ("bad", "x-circle"),
    },
    "contact_status": {
        "received": ("info", "inbox"),
        "handled": ("mute", "check-circle-fill"),
    },
    "article_state": {
        "published": ("ok", "check-circle-fill"),
        "changed": ("warn", "clock-history"),
        "draft": ("info", "journal-text"),
        "missing": ("mute", "x-circle"),
    },
    "letter_status": {
        "dead": ("bad", "x-circle"),
        "retry": ("warn", "hourglass-split"),
    },
}
"""Prefix of the translation key → code → tone and icon."""
_UNKNOWN = ("mute", "question-circle-fill")
TO_CUSTOMER = {
    "request_status.waiting_for_customer": "request_status.waiting_for_you",
    "step.waiting_for_customer": "step.waiting_for_you",
}
"""Translation key of a status or step → key of the text that addresses the customer."""


def tag_of(kind: str, code: str, *, to_customer: bool = False) -> Tag:
    """The label of a code. One without a text, as of a newer service, is displayed itself."""
    return Tag(*_TAGS[kind].get(code, _UNKNOWN), text_of(kind, code, to_customer=to_customer))


def text_of(kind: str, code: str, *, to_customer: bool) -> str:
    """The text of a code; `to_customer` selects the one that addresses the customer, if there is one."""
    key = f"{kind}.{code}"
    return t_or(TO_CUSTOMER.get(key, key) if to_customer else key, code)


def choices(kind: str, codes: Iterable[str], *, to_customer: bool = False) -> list[tuple[str, Tag]]:
    """The codes with their labels, for a filter."""
    return [(code, tag_of(kind, code, to_customer=to_customer)) for code in codes]
