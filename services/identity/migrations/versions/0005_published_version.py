"""Which version of a state was told to others stands beside it, so that copies can be compared with it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", _column())
    op.add_column("members", _column())
    for name in ("customers", "members"):
        rows = sa.table(name, sa.column("version", sa.Integer()), sa.column("published_version", sa.Integer()))
        op.execute(sa.update(rows).values(published_version=rows.c.version))


def _column() -> sa.Column[int]:
    return sa.Column("published_version", sa.Integer(), nullable=False, server_default="0")
