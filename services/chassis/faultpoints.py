"""Named points at which a process may die with its work half done.

In production they do nothing. The tests in `tests/resilience` set `on_hit`, kill the process at each of them
repeatedly, and count afterwards what was lost and what was done twice (docs/decisions/0012-guarantee.md).
"""

import enum
from collections.abc import Callable


class FaultPoint(enum.StrEnum):
    """Listed as one request passes them, from the call to the mail that it causes."""

    CALL_SENT = "call_sent"
    """The caller has sent a call."""
    CALL_RECEIVED = "call_received"
    """The service has received a call and not acknowledged it."""
    COMMAND_PREPARED = "command_prepared"
    """The prepare step has ended; no transaction is open."""
    COMMAND_BEFORE_COMMIT = "command_before_commit"
    """State, events and response are written, not committed."""
    COMMAND_AFTER_COMMIT = "command_after_commit"
    """Committed; no response is sent."""
    RESPONSE_SENT = "response_sent"
    """The response is sent and the call acknowledged."""
    RESPONSE_RECEIVED = "response_received"
    """The caller has received the response and not used it."""
    EVENTS_LEASED = "events_leased"
    """The relay has leased events and published none."""
    EVENTS_PUBLISHED = "events_published"
    """Published, not confirmed."""
    EVENTS_CONFIRMED = "events_confirmed"
    """Confirmed, not marked as sent."""
    EVENTS_MARKED = "events_marked"
    """Marked as sent."""
    EVENT_RECEIVED = "event_received"
    """A subscription has received an event; no transaction is open."""
    EVENT_BEFORE_COMMIT = "event_before_commit"
    """Effect and inbox row are written, not committed."""
    EVENT_AFTER_COMMIT = "event_after_commit"
    """Both are committed; the event is not acknowledged."""
    EVENT_STORED_FOR_RETRY = "event_stored_for_retry"
    """The effect failed and the retry row is committed; the event is not acknowledged."""
    RETRIES_LEASED = "retries_leased"
    """Retries are leased, not run."""
    JOB_LEASED = "job_leased"
    """A job is leased, its command not called."""
    JOB_SUCCEEDED = "job_succeeded"
    """The job's command is committed; the job is not deleted."""
    MAIL_ACCEPTED = "mail_accepted"
    """The mail server has accepted a mail; that is not recorded."""


on_hit: Callable[[FaultPoint, str], None] | None = None


def hit(point: FaultPoint, what: str = "") -> None:
    """Call `on_hit`, if set. `what` names the operation, subscription or event."""
    if on_hit is not None:
        on_hit(point, what)
