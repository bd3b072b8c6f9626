"""Retention: what need not be kept for ever goes, in batches, an hour at the most after its time."""

import datetime as dt
from typing import Any

from sqlalchemy import and_, delete, select, tuple_

from services.chassis.messaging.dead_letters import DROPPED
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.tables import idempotency_keys, inbox, outbox
from services.chassis.runtime.runtime import Runtime

EVERY = dt.timedelta(hours=1)
BATCH = 500
IDEMPOTENCY_KEYS = dt.timedelta(hours=48)
OUTBOX = dt.timedelta(days=14)
INBOX = dt.timedelta(days=30)
"""Longer than the outbox: an event that can still be sent again is still known to have come."""


class Retention:
    """Deletes answers of commands, events that were sent, notes of events that had their effect, and what the service
    says is past.

    What waits or is dead stays until somebody has dealt with it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._next = runtime, runtime.clock.now()

    def run_once(self) -> bool:
        """One batch of each, when it is time; tells whether there is more to do."""
        now = self._runtime.clock.now()
        if now < self._next <= now + EVERY:  # further away, it was noted by a clock that has been set back since
            return False
        past = [
            (idempotency_keys, idempotency_keys.c.stored_at < now - IDEMPOTENCY_KEYS),
            (outbox, outbox.c.sent_at < now - OUTBOX),
            *self._runtime.retention_rules(now),
            (inbox, and_(inbox.c.status.in_(["done", DROPPED]), inbox.c.received_at < now - INBOX)),
        ]
        more = [self._delete(table, condition) == BATCH for table, condition in past]
        if not any(more):
            self._next = now + EVERY
        return any(more)

    def _delete(self, table: Any, condition: Any) -> int:
        key = list(table.primary_key.columns)
        with self._runtime.database.write(f"retention of {table.name}") as session:
            batch = list(session.execute(select(*key).where(condition).limit(BATCH)))
            if not batch:
                return 0
            return changed_rows(session, delete(table).where(tuple_(*key).in_([tuple(row) for row in batch])))
