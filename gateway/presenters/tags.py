"""Status labels: text and icon, with a colour tone that carries no information of its own (WCAG 2.2, 1.4.1)."""

from typing import NamedTuple

from gateway.language import t_or


class Tag(NamedTuple):
    tone: str
    icon: str
    text: str


_CONDITIONS = {
    "attention": ("bad", "exclamation-octagon-fill"),
    "low": ("bad", "exclamation-triangle-fill"),
    "stale": ("warn", "clock-history"),
    "unknown": ("mute", "question-circle-fill"),
    "not_connected": ("mute", "wifi-off"),
    "ok": ("ok", "check-circle-fill"),
}
_REQUEST_STATUSES = {
    "received": ("info", "inbox"),
    "accepted": ("ok", "clipboard-check"),
    "scheduled": ("ok", "calendar-check"),
    "in_progress": ("ok", "tools"),
    "waiting_for_parts": ("warn", "hourglass-split"),
    "waiting_for_customer": ("warn", "chat-left-text"),
    "resolved": ("info", "question-circle-fill"),
    "closed": ("mute", "check-circle-fill"),
    "cancelled": ("mute", "x-circle"),
}
_ORDER_STATUSES = {
    "placed": ("info", "inbox"),
    "confirmed": ("ok", "clipboard-check"),
    "shipped": ("ok", "truck"),
    "delivered": ("mute", "check-circle-fill"),
    "cancelled": ("mute", "x-circle"),
    "refused": ("bad", "x-circle"),
}
_URGENCIES = {
    "normal": ("mute", "tools"),
    "high": ("warn", "exclamation-triangle-fill"),
    "down": ("bad", "exclamation-triangle-fill"),
}
_MAIL_STATUSES = {
    "queued": ("info", "hourglass-split"),
    "sent": ("ok", "check-circle-fill"),
    "undeliverable": ("bad", "exclamation-triangle-fill"),
}
_OUTCOMES = {
    "accepted": ("ok", "check-circle-fill"),
    "unchanged": ("mute", "check-circle-fill"),
    "held": ("warn", "hourglass-split"),
    "refused": ("bad", "x-circle"),
}
_CUSTOMER_STATUSES = {
    "active": ("ok", "check-circle-fill"),
    "disabled": ("mute", "x-circle"),
}
_USER_STATUSES = {
    "active": ("ok", "check-circle-fill"),
    "invited": ("info", "envelope"),
    "deactivated": ("mute", "x-circle"),
}
_REGISTRATION_STATUSES = {
    "open": ("info", "hourglass-split"),
    "approved": ("ok", "check-circle-fill"),
    "refused": ("bad", "x-circle"),
    "expired": ("mute", "clock-history"),
}
_ACCESS_STATUSES = {
    "open": ("info", "hourglass-split"),
    "granted": ("ok", "check-circle-fill"),
    "refused": ("bad", "x-circle"),
}
_CONTACT_STATUSES = {
    "received": ("info", "inbox"),
    "handled": ("mute", "check-circle-fill"),
}
_LETTER_STATUSES = {
    "dead": ("bad", "x-circle"),
    "retry": ("warn", "hourglass-split"),
}
_UNKNOWN = ("mute", "question-circle-fill")


def condition(code: str) -> Tag:
    return Tag(*_CONDITIONS.get(code, _UNKNOWN), t_or(f"condition.{code}", code))


def request_status(code: str) -> Tag:
    return Tag(*_REQUEST_STATUSES.get(code, _UNKNOWN), t_or(f"request_status.{code}", code))


def order_status(code: str) -> Tag:
    return Tag(*_ORDER_STATUSES.get(code, _UNKNOWN), t_or(f"order_status.{code}", code))


def urgency(code: str) -> Tag:
    return Tag(*_URGENCIES.get(code, _UNKNOWN), t_or(f"urgency.{code}", code))


def mail_status(code: str) -> Tag:
    return Tag(*_MAIL_STATUSES.get(code, _UNKNOWN), t_or(f"mail_status.{code}", code))


def outcome(code: str) -> Tag:
    return Tag(*_OUTCOMES.get(code, _UNKNOWN), t_or(f"outcome.{code}", code))


def user_status(code: str) -> Tag:
    return Tag(*_USER_STATUSES.get(code, _UNKNOWN), t_or(f"user_status.{code}", code))


def registration_status(code: str) -> Tag:
    return Tag(*_REGISTRATION_STATUSES.get(code, _UNKNOWN), t_or(f"registration_status.{code}", code))


def access_status(code: str) -> Tag:
    return Tag(*_ACCESS_STATUSES.get(code, _UNKNOWN), t_or(f"access_status.{code}", code))


def contact_status(code: str) -> Tag:
    return Tag(*_CONTACT_STATUSES.get(code, _UNKNOWN), t_or(f"contact_status.{code}", code))


def letter_status(code: str) -> Tag:
    return Tag(*_LETTER_STATUSES.get(code, _UNKNOWN), t_or(f"letter_status.{code}", code))


def customer_status(code: str) -> Tag:
    return Tag(*_CUSTOMER_STATUSES.get(code, _UNKNOWN), t_or(f"customer_status.{code}", code))
