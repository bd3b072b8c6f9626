"""The first tables of notify."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime
from services.chassis.persistence.first_tables import create_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("about", Json, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("event_id", "template", "reader_id", name=op.f("uq_mails_event_id_template_reader_id")),
    )
    op.create_index("ix_mails_queued_at_id", "mails", ["queued_at", "id"], unique=False)
    op.create_index(op.f("ix_mails_reader_id"), "mails", ["reader_id"], unique=False)
