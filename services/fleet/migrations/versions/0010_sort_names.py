"""Groups and machines are sorted by names and sites whose order is the same on both databases."""

import sqlalchemy as sa
from alembic import op

from services.chassis.contract.plain_text import plain
from services.chassis.persistence.sort_names import fill_sort_texts, sort_text_type

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("groups", sa.Column("sort_name", sort_text_type(100), nullable=False, server_default=""))
    op.add_column("machines", sa.Column("sort_site", sort_text_type(100), nullable=False, server_default=""))
    fill_sort_texts(op, "groups", "name", "sort_name", 100)
    fill_sort_texts(op, "machines", "site", "sort_site", 100)
    placed = ["siteless", "sort_site", "id"]
    for name, columns in {
        "siteless": placed,
        "customer_id_siteless": ["customer_id", *placed],
        "customer_id_lowest_toner_percent": ["customer_id", "condition", "lowest_toner_percent", *placed],
    }.items():
        op.drop_index(f"ix_machines_{name}", "machines")
        op.create_index(f"ix_machines_{name}", "machines", columns)
    _index_undecomposed_letters()


def _index_undecomposed_letters() -> None:
    """`search_text` of machines with letters such as "ø", which were not taken as "o"."""
    machines = sa.table("machines", sa.column("id", sa.Uuid()), sa.column("search_text", sa.String()))
    for id, text in op.get_bind().execute(sa.select(machines.c.id, machines.c.search_text)).all():
        if not text.isascii():
            op.execute(sa.update(machines).where(machines.c.id == id).values(search_text=plain(text)[:600]))
