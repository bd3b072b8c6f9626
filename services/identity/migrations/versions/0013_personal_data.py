"""Tombstones of erased persons; answers and registrations have the id of the person."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.table_changes import create_erased_persons

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_erased_persons(op)
    op.add_column("registrations", sa.Column("answered_by_id", sa.Uuid(), nullable=True))
    op.add_column("access_requests", sa.Column("answered_by_id", sa.Uuid(), nullable=True))
    op.add_column("registrations", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.create_index("ix_registrations_person_id", "registrations", ["person_id"], unique=False)
    for column in ("actor_id", "subject_id"):
        op.create_index(f"ix_audit_entries_{column}", "audit_entries", [column], unique=False)
