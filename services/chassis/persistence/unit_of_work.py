"""The unit of work of a command or subscription: state, events and jobs in one transaction."""

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from services.chassis import observability
from services.chassis.bus.envelope import Envelope
from services.chassis.contract import Command, Event
from services.chassis.persistence import jobs, tables
from services.chassis.persistence.aggregate import Aggregate, Published
from services.chassis.persistence.clock import Clock
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.loops import RELAY, wake_on_commit
from services.chassis.persistence.pipelining import DEFERRED_INSERTS

Model = TypeVar("Model")


class IncompleteEvent(TypeError):
    """An event lacks fields of its contract."""


class UnitOfWork:
    """One transaction of `service`. `now` (UTC) is its timestamp, `zone` the installation's
    time zone, for periods of whole days."""

    def __init__(self, session: Session, service: str, clock: Clock, *, writes: bool = True) -> None:
        self.session, self.service, self.now, self.zone = session, service, clock.now(), clock.zone
        self._changed: dict[UUID, Aggregate] = {}
        self._removed: list[Aggregate] = []
        self._last_version: dict[UUID, int] = {}
        self._announced: list[dict[str, Any]] = []
        if writes:
            sqlalchemy_event.listen(session, "before_flush", self._collect_changed)

    def get(self, model: type[Model], id: Any) -> Model | None:
        return self.session.get(model, id)

    def add(self, instance: Model) -> Model:
        """Add an object to the session; returns it."""
        self.session.add(instance)
        return instance

    def insert_if_absent(self, aggregate: Aggregate) -> bool:
        """Insert at once unless a unique key conflicts; returns whether it was inserted. For aggregates without
        events."""
        aggregate.version = 1
        table = inspect(type(aggregate)).local_table
        return insert_new(self.session, table, {column.key: getattr(aggregate, column.key) for column in table.columns})

    def remove(self, aggregate: Aggregate) -> None:
        """Delete an aggregate; a tombstone is published if it is `Published`."""
        self._removed.append(aggregate)
        self.session.delete(aggregate)

    def announce(self, event: type[Event], **data: Any) -> None:
        """Record an event about something of which nothing is left that could record it."""
        self._announced.append(self._row(event, data, 1))

    def schedule(self, command: type[Command], key: str, at: dt.datetime, **request: Any) -> None:
        """Schedule a command of this service at `at`; it is retried until it succeeds (`jobs.py`)."""
        jobs.schedule(self.session, command, key, at, request)

    def cancel(self, command: type[Command], key: str) -> None:
        jobs.cancel(self.session, command, key)

    def flush_events(self) -> None:
        """Write recorded events and changed states to the outbox. Must be the last step before the commit."""
        self._collect_changed(self.session)
        rows = [row for aggregate in self._changed.values() for row in self._events(aggregate)]
        rows += [self._tombstone(aggregate) for aggregate in self._removed if isinstance(aggregate, Published)]
        rows += self._announced
        self.session.connection().execution_options(**DEFERRED_INSERTS)
        self.session.flush()
        if rows:
            self.session.execute(insert(tables.outbox), rows)
            wake_on_commit(RELAY, self.session)

    def _collect_changed(self, session: Session, *_: Any) -> None:
        changed = [instance for instance in session.dirty if session.is_modified(instance)]
        for instance in (*session.new, *changed, *session.identity_map.values()):
            if isinstance(instance, Aggregate) and (
                instance.recorded or instance in session.new or instance in changed
            ):
                self._changed[instance.id] = instance

    def _events(self, aggregate: Aggregate) -> list[dict[str, Any]]:
        rows, version = [], aggregate.version
        for event, data in aggregate.recorded:
            version += 1
            rows.append(self._row(event, data, version))
        aggregate.recorded.clear()
        if aggregate in self._removed:
            self._last_version[aggregate.id] = version
            return rows
        aggregate.version = version
        state = aggregate.state_to_publish()
        if state is not None or not rows:
            aggregate.version += 1
        if state is not None and isinstance(aggregate, Published):
            aggregate.published_version = aggregate.version
            rows.append(self._row(aggregate.publishes, state, aggregate.version))
        return rows

    def _tombstone(self, aggregate: Published) -> dict[str, Any]:
        event = aggregate.publishes
        version = self._last_version.get(aggregate.id, aggregate.version) + 1
        self.session.execute(
            insert(tables.tombstones).values(type=event.type, id=aggregate.id, version=version, deleted_at=self.now)
        )
        envelope = self._envelope(event, aggregate.id, version, {event.subject: str(aggregate.id)}, deleted=True)
        return self._outbox_row(event, envelope, [])

    def _row(self, event: type[Event], data: dict[str, Any], version: int) -> dict[str, Any]:
        document = event.data.dump(data)
        if missing := event.data.fields.keys() - document.keys():
            raise IncompleteEvent(f"{event.__name__} lacks {', '.join(sorted(missing))}")
        envelope = self._envelope(event, document[event.subject], version, document)
        return self._outbox_row(event, envelope, event.persons(document))

    def _envelope(
        self, event: type[Event], subject: Any, version: int, data: Any, *, deleted: bool = False
    ) -> Envelope:
        return Envelope(
            id=new_id(),
            source=event.service,
            type=event.type,
            time=self.now,
            subject=str(subject),
            version=version,
            correlation_id=observability.correlation_id(),
            data=data,
            deleted=deleted,
        )

    def _outbox_row(self, event: type[Event], envelope: Envelope, persons: list[str]) -> dict[str, Any]:
        return {
            "id": envelope.id,
            "type": event.type,
            "body": envelope.to_wire(),
            "persons": persons,
            "recorded_at": self.now,
            "attempts": 0,
        }
