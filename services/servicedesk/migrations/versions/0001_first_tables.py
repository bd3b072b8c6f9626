"""The first tables of servicedesk."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime
from services.chassis.persistence.first_tables import create_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("customer_number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_table(
        "machines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_number", sa.String(length=20), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("manufacturer", sa.String(length=60), nullable=False),
        sa.Column("model_name", sa.String(length=80), nullable=False),
        sa.Column("own_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machines")),
    )
    op.create_index(op.f("ix_machines_customer_id"), "machines", ["customer_id"], unique=False)
    op.create_table(
        "service_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference_number", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("machine_id", sa.Uuid(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_number", sa.String(length=20), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("manufacturer", sa.String(length=60), nullable=False),
        sa.Column("model_name", sa.String(length=80), nullable=False),
        sa.Column("own_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("error_code", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("telephone", sa.String(length=30), nullable=False),
        sa.Column("availability", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_requests")),
        sa.UniqueConstraint("reference_number", name=op.f("uq_service_requests_reference_number")),
    )
    op.create_index(
        "ix_service_requests_customer_id_received_at", "service_requests", ["customer_id", "received_at"], unique=False
    )
    op.create_index(op.f("ix_service_requests_machine_id"), "service_requests", ["machine_id"], unique=False)
    op.create_index("ix_service_requests_received_at_id", "service_requests", ["received_at", "id"], unique=False)
    op.create_index(op.f("ix_service_requests_requester_id"), "service_requests", ["requester_id"], unique=False)
    op.create_index("ix_service_requests_status", "service_requests", ["status"], unique=False)
    op.create_table(
        "timeline_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["service_requests.id"], name=op.f("fk_timeline_entries_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entries")),
    )
    op.create_index(op.f("ix_timeline_entries_request_id"), "timeline_entries", ["request_id"], unique=False)
