"""Service requests of guests, who else has seen the fault, and the passes that were used."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime
from services.chassis.persistence.table_changes import allow_null

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow_null(op, "service_requests", "requester_id", sa.Uuid(), index="ix_service_requests_requester_id")
    op.add_column("service_requests", sa.Column("by_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("service_requests", sa.Column("sighting_count", sa.Integer(), nullable=False, server_default="0"))
    for column in _guest_columns():
        op.add_column("service_requests", column)
    columns = ["by_guest", "received_at", "id"]
    op.create_index("ix_service_requests_by_guest_received_at_id", "service_requests", columns)
    op.create_table(
        "guest_sightings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_guest_columns(),
        sa.ForeignKeyConstraint(["request_id"], ["service_requests.id"], name=op.f("fk_guest_sightings_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_sightings")),
    )
    op.create_index(op.f("ix_guest_sightings_request_id"), "guest_sightings", ["request_id"])
    op.create_table(
        "used_passes",
        sa.Column("pass_id", sa.Uuid(), nullable=False),
        sa.Column("reference_number", sa.String(20), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pass_id", name=op.f("pk_used_passes")),
    )
    op.create_index(op.f("ix_used_passes_used_at"), "used_passes", ["used_at"])


def _guest_columns() -> list[sa.Column[Any]]:
    """Rows that exist have no guest."""
    return [
        sa.Column("guest_name", sa.String(120), nullable=False, server_default=""),
        sa.Column("guest_email", sa.String(254), nullable=False, server_default=""),
        sa.Column("guest_language", sa.String(2), nullable=False, server_default=""),
        sa.Column("status_secret_hashes", Json, nullable=False, server_default="[]"),
    ]
