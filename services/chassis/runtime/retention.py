"""Retention: deletes or blanks old rows in batches, at most an hour after their time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, select, tuple_

from services.chassis.messaging.dead_letters import DROPPED
from services.chassis.persistence.dialects import changed_rows
from services.chassis.persistence.personal_data import BATCH, change_batch, is_filled
from services.chassis.persistence.retention_rules import RetentionRule
from services.chassis.persistence.tables import idempotency_keys, inbox, outbox, rate_limit_counters
from services.chassis.runtime.runtime import Runtime

EVERY = dt.timedelta(hours=1)
FIXED_DAYS = {"idempotency_keys": 2, "rate_limits": 1, "outbox": 14, "inbox": 30}
"""Periods that no setting changes. The inbox is kept longer than the outbox, so that an event that can be sent again is
still recognised."""
INBOX = dt.timedelta(days=FIXED_DAYS["inbox"])


def periods(rules: Sequence[RetentionRule], days: Mapping[str, int]) -> dict[str, int]:
    """Days by the name of the rule. `days` are those of the setting."""
    return FIXED_DAYS | {rule.name: days.get(rule.name, rule.days) for rule in rules}


class Retention:
    """Deletes stored responses, sent events, counts of rate limits, inbox rows of processed events, and applies the
    service's own rules.

    Unsent events, retries and dead rows are not deleted.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._next = runtime, runtime.clock.now()
        self._periods = periods(runtime.definition.retention_rules, runtime.settings.retention_days)

    def run_once(self) -> bool:
        """Change one batch per rule if a run is due; returns whether more is left."""
        now = self._runtime.clock.now()
        if now < self._next <= now + EVERY:  # further away: the clock was set back since
            return False
        before = {name: now - dt.timedelta(days=days) for name, days in self._periods.items()}
        own_tables = [
            (idempotency_keys, idempotency_keys.c.stored_at < before["idempotency_keys"]),
            (outbox, outbox.c.sent_at < before["outbox"]),
            (rate_limit_counters, rate_limit_counters.c.next_at < before["rate_limits"]),
        ]
        processed = and_(inbox.c.status.in_(["done", DROPPED]), inbox.c.received_at < before["inbox"])
        more = [self._delete(table, condition) == BATCH for table, condition in own_tables]
        more += [self._apply(rule, before[rule.name]) == BATCH for rule in self._runtime.definition.retention_rules]
        more += [self._delete(inbox, processed) == BATCH]
        if not any(more):
            self._next = now + EVERY
        return any(more)

    def _apply(self, rule: RetentionRule, before: dt.datetime) -> int:
        condition = rule.condition(before)
        if rule.blanked:
            condition = and_(condition, is_filled(rule.blanked))
        with self._runtime.database.write(f"retention of {rule.name}") as session:
            return change_batch(session, rule.model, condition, rule.blanked)

    def _delete(self, table: Any, condition: Any) -> int:
        key = list(table.primary_key.columns)
        with self._runtime.database.write(f"retention of {table.name}") as session:
            batch = list(session.execute(select(*key).where(condition).limit(BATCH)))
            if not batch:
                return 0
            return changed_rows(session, delete(table).where(tuple_(*key).in_([tuple(row) for row in batch])))
