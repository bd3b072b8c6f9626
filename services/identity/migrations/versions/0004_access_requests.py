"""Requests to see a machine."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("machine_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("equipment_number", sa.String(length=20), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("machine_name", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=240), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_access_requests_customer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_access_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
    )
    op.create_index("ix_access_requests_customer_id_status", "access_requests", ["customer_id", "status", "asked_at"])
    op.create_index(op.f("ix_access_requests_person_id"), "access_requests", ["person_id"], unique=False)
    op.create_index("ix_access_requests_status_asked_at", "access_requests", ["status", "asked_at", "id"])
