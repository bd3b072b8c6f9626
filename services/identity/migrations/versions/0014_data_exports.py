"""Downloads of personal data."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("collected", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_data_exports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exports")),
    )
    op.create_index("ix_data_exports_person_id", "data_exports", ["person_id"], unique=False)
    op.create_index("ix_data_exports_requested_at", "data_exports", ["requested_at"], unique=False)
    op.create_table(
        "data_export_parts",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["data_exports.id"], name=op.f("fk_data_export_parts_export_id")),
        sa.PrimaryKeyConstraint("export_id", "number", name=op.f("pk_data_export_parts")),
    )
