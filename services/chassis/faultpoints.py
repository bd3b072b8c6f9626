"""The places at which a process may die with its work half done. Each has a name, and stands in the code where it is.

Nothing happens there. The tests of `tests/resilience` set `watch`, kill the process at each of them again and again,
and count afterwards what was lost and what was done twice (docs/decisions/0012-guarantee.md).
"""

import enum
from collections.abc import Callable


class FaultPoint(enum.StrEnum):
    """As one request of a person passes them, one after the other, to the mail that it ends in."""

    CALL_SENT = "call_sent"
    """The caller has sent a call, and waits."""
    CALL_TAKEN = "call_taken"
    """A service has a call in hand that it has not acknowledged."""
    COMMAND_PREPARED = "command_prepared"
    """What comes before the transaction is done."""
    COMMAND_BEFORE_COMMIT = "command_before_commit"
    """State, events and answer are written, and nothing is committed."""
    COMMAND_AFTER_COMMIT = "command_after_commit"
    """All is committed; the caller knows nothing of it."""
    ANSWER_SENT = "answer_sent"
    """The caller has its answer, and the broker is told that the call is done."""
    ANSWER_TAKEN = "answer_taken"
    """The caller has its answer, and has told nobody."""
    EVENTS_LEASED = "events_leased"
    """The relay has taken events from the outbox, and has published none."""
    EVENTS_PUBLISHED = "events_published"
    """Published, and not confirmed."""
    EVENTS_CONFIRMED = "events_confirmed"
    """Confirmed, and not marked as sent."""
    EVENTS_MARKED = "events_marked"
    """Marked; the batch is done."""
    EVENT_TAKEN = "event_taken"
    """A subscription has an event in hand, and has begun nothing."""
    EVENT_BEFORE_COMMIT = "event_before_commit"
    """Effect and inbox row are written, and not committed."""
    EVENT_AFTER_COMMIT = "event_after_commit"
    """Both are committed; the event is not acknowledged."""
    EVENT_PUT_ASIDE = "event_store_for_retry"
    """The effect failed, the event is kept to be tried again; it is not acknowledged."""
    RETRIES_LEASED = "retries_leased"
    """Events that failed before are taken to be tried again."""
    JOB_LEASED = "job_leased"
    """Timed work is taken, its command not called."""
    JOB_SUCCEEDED = "job_succeeded"
    """Its command is committed, it still stands in the calendar."""
    MAIL_TAKEN = "mail_taken"
    """The mail server has a mail, and the service has not noted it."""


on_hit: Callable[[FaultPoint, str], None] | None = None


def hit(point: FaultPoint, what: str = "") -> None:
    """`what` names the operation, subscription or event that is under way."""
    if on_hit is not None:
        on_hit(point, what)
