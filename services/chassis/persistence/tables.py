"""The chassis' own tables, in every service's database. The services' migrations create them (`migrations.py`)."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, Uuid

from services.chassis.persistence.columns import Json, UtcDateTime, metadata

chassis = metadata()

outbox = Table(
    "outbox",
    chassis,
    Column("id", Uuid, primary_key=True),
    Column("type", String(80), nullable=False),
    Column("body", Json, nullable=False, info={"personal": True}),
    Column("persons", Json, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Index("ix_outbox_sent_at_id", "sent_at", "id"),
)

inbox = Table(
    "inbox",
    chassis,
    Column("subscription", String(160), primary_key=True),
    Column("event_id", String(64), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("body", Text, info={"personal": True}),
    Column("error", Text),
    Column("persons", Json, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index("ix_inbox_status_next_at", "status", "next_at"),
    Index("ix_inbox_received_at", "received_at"),
)

idempotency_keys = Table(
    "idempotency_keys",
    chassis,
    Column("caller", String(100), primary_key=True),
    Column("operation", String(80), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("response", Json, info={"personal": True}),
    Column("stored_at", UtcDateTime, nullable=False),
    Index("ix_idempotency_keys_stored_at", "stored_at"),
)

jobs = Table(
    "jobs",
    chassis,
    Column("command", String(80), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("request", Json, nullable=False, info={"personal": True}),
    Column("due_at", UtcDateTime, nullable=False),
    Column("token", Uuid, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
    Column("dead", Boolean, nullable=False, default=False),
    Index("ix_jobs_due_at", "due_at"),
)

tombstones = Table(
    "tombstones",
    chassis,
    Column("type", String(80), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("deleted_at", UtcDateTime, nullable=False),
)

resource_groups = Table(
    "resource_groups",
    chassis,
    Column("resource_id", Uuid, primary_key=True),
    Column("group_id", Uuid, primary_key=True),
    Index("ix_resource_groups_group_id", "group_id", "resource_id"),
)

rate_limit_counters = Table(
    "rate_limit_counters",
    chassis,
    Column("subject", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False, index=True),
)

erased_persons = Table(
    "erased_persons",
    chassis,
    Column("person_id", Uuid, primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Column("other_ids", Json, nullable=False),
    Column("completed_at", UtcDateTime),
)
"""Tombstones of persons (docs/decisions/0017-personal-data.md): ids and times alone."""

__all__ = [
    "chassis", "erased_persons", "idempotency_keys", "inbox", "jobs", "outbox", "rate_limit_counters",
    "resource_groups", "tombstones",
]  # fmt: skip
