"""Links are found by their names without accents."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.sort_names import fill_sort_texts, sort_text_type

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("links", sa.Column("sort_name", sort_text_type(120), nullable=False, server_default=""))
    fill_sort_texts(op, "links", "name", "sort_name", 120)
