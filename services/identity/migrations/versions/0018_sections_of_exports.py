"""Where the sections of an export are. Earlier exports, whose sections are unknown, are stopped: people request a new
one. Their parts are deleted within a week."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE data_exports SET status = 'stopped', parts = 0")
    op.add_column("data_exports", sa.Column("sections", Json, nullable=False, server_default="[]"))
