"""Retention: deletes old rows in batches, at most an hour after their time."""

import datetime as dt
from typing import Any

from sqlalchemy import and_, delete, select, tuple_

from services.chassis.messaging.dead_letters import DROPPED
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.tables import idempotency_keys, inbox, outbox, rate_limit_counters
from services.chassis.runtime.runtime import Runtime

EVERY = dt.timedelta(hours=1)
BATCH = 500
IDEMPOTENCY_KEYS = dt.timedelta(hours=48)
OUTBOX = dt.timedelta(days=14)
RATE_LIMITS = dt.timedelta(days=1)
INBOX = dt.timedelta(days=30)
"""Longer than the outbox, so that an event that can be sent again is still recognised."""


class Retention:
    """Deletes stored responses, sent events, counts of rate limits, inbox rows of processed events, and the rows that
    the service's own `retention_rules` select.

    Unsent events, retries and dead rows are not deleted.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._next = runtime, runtime.clock.now()

    def run_once(self) -> bool:
        """Delete one batch per table if a run is due; returns whether more is left."""
        now = self._runtime.clock.now()
        if now < self._next <= now + EVERY:  # further away: the clock was set back since
            return False
        rules = [
            (idempotency_keys, idempotency_keys.c.stored_at < now - IDEMPOTENCY_KEYS),
            (outbox, outbox.c.sent_at < now - OUTBOX),
            (rate_limit_counters, rate_limit_counters.c.next_at < now - RATE_LIMITS),
            *self._runtime.retention_rules(now),
            (inbox, and_(inbox.c.status.in_(["done", DROPPED]), inbox.c.received_at < now - INBOX)),
        ]
        more = [self._delete(table, condition) == BATCH for table, condition in rules]
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
