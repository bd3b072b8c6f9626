"""Changes of the chassis' tables after `first_tables.py`, called by every service's migrations. Not to be changed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.chassis.persistence.columns import Json, UtcDateTime


def rename_to_standard_terms(op: Any) -> None:
    """`answers` becomes `idempotency_keys` with its rows; `tombstones.gone_at` becomes `deleted_at`."""
    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.String(length=100), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("response", Json, nullable=True),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "operation", "key", name=op.f("pk_idempotency_keys")),
    )
    op.execute(
        "INSERT INTO idempotency_keys (caller, operation, key, request_hash, response, stored_at) "
        "SELECT caller, operation, key, request_hash, response, given_at FROM answers"
    )
    op.drop_table("answers")
    op.create_index("ix_idempotency_keys_stored_at", "idempotency_keys", ["stored_at"], unique=False)
    rename_column(op, "tombstones", "gone_at", "deleted_at")


def create_rate_limit_counters(op: Any) -> None:
    """The counts of rate limits."""
    op.create_table(
        "rate_limit_counters",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_rate_limit_counters")),
    )
    op.create_index(op.f("ix_rate_limit_counters_next_at"), "rate_limit_counters", ["next_at"], unique=False)


def create_erased_persons(op: Any) -> None:
    """The tombstones of erased persons."""
    op.create_table(
        "erased_persons",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.Column("other_ids", Json, nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erased_persons")),
    )


def rename_column(op: Any, table: str, old: str, new: str) -> None:
    """SQLite and PostgreSQL rename a column in place and keep its data and indexes."""
    op.execute(f'ALTER TABLE {table} RENAME COLUMN "{old}" TO "{new}"')


def rename_unique_constraint(op: Any, table: str, old: str, new: str, columns: Sequence[str]) -> None:
    """PostgreSQL renames it in place. SQLite, which cannot, copies the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT "{old}" TO "{new}"')
        return
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(old, type_="unique")
        batch.create_unique_constraint(new, columns)


def allow_null(op: Any, table: str, column: str, type_: Any, *, index: str) -> None:
    """Make an indexed column nullable. SQLite cannot, and would delete rows that refer to a table that is copied:
    another column replaces this one."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, column, existing_type=type_, nullable=True)
        return
    op.add_column(table, sa.Column(f"new_{column}", type_, nullable=True))
    rows = sa.table(table, sa.column(column), sa.column(f"new_{column}"))
    op.execute(rows.update().values({f"new_{column}": rows.c[column]}))
    op.drop_index(index, table)
    op.drop_column(table, column)
    rename_column(op, table, f"new_{column}", column)
    op.create_index(index, table, [column])
