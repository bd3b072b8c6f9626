"""Tombstones of erased persons; mails have the id of a person whom they name."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.table_changes import create_erased_persons

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_erased_persons(op)
    op.add_column("mails", sa.Column("concerns_id", sa.Uuid(), nullable=True))
    op.create_index("ix_mails_concerns_id", "mails", ["concerns_id"], unique=False)
