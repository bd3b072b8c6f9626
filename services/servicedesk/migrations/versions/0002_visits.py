"""Visits, messages, and what was said with a step."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["service_requests.id"], name=op.f("fk_messages_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_author_id"), "messages", ["author_id"], unique=False)
    op.create_index(op.f("ix_messages_request_id"), "messages", ["request_id"], unique=False)

    op.add_column(
        "service_requests", sa.Column("needs_answer", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("service_requests", sa.Column("visit_begins_at", UtcDateTime(), nullable=True))
    op.add_column("service_requests", sa.Column("visit_ends_at", UtcDateTime(), nullable=True))
    op.add_column("service_requests", sa.Column("visit_number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("service_requests", sa.Column("technician", sa.String(length=120), nullable=False, server_default=""))
    op.create_index("ix_service_requests_needs_answer", "service_requests", ["needs_answer"], unique=False)
    op.create_index("ix_service_requests_visit_begins_at", "service_requests", ["visit_begins_at"], unique=False)

    op.add_column("timeline_entries", sa.Column("note", sa.String(length=1000), nullable=False, server_default=""))
    op.add_column("timeline_entries", sa.Column("visit_begins_at", UtcDateTime(), nullable=True))
    op.add_column("timeline_entries", sa.Column("visit_ends_at", UtcDateTime(), nullable=True))
    op.add_column("timeline_entries", sa.Column("visit_number", sa.Integer(), nullable=False, server_default="0"))
