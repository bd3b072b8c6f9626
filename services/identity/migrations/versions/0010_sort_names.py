"""Customers, members of staff and users are sorted by names whose order is the same on both databases."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.sort_names import fill_sort_texts, sort_text_type

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("sort_name", sort_text_type(120), nullable=False, server_default=""))
    op.add_column("persons", sa.Column("sort_name", sort_text_type(120), nullable=False, server_default=""))
    fill_sort_texts(op, "customers", "name", "sort_name", 120)
    fill_sort_texts(op, "persons", "name", "sort_name", 120)
    op.drop_index("ix_customers_name", "customers")
    op.create_index("ix_customers_sort_name_id", "customers", ["sort_name", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("members", "sort_name", type_=sort_text_type(120), existing_nullable=False)
    fill_sort_texts(op, "members", "sort_name", "sort_name", 120)
