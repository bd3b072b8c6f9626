"""Machines can be listed with the emptiest first."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("machines", sa.Column("lowest_toner", sa.Integer(), nullable=True))
    machines = sa.table("machines", sa.column("id", sa.Uuid()), sa.column("lowest_toner", sa.Integer()))
    levels = sa.table(
        "supply_levels",
        sa.column("machine_id", sa.Uuid()),
        sa.column("kind", sa.String()),
        sa.column("percent", sa.Integer()),
        sa.column("direction", sa.String()),
    )
    of_machine = (levels.c.machine_id == machines.c.id, levels.c.kind == "toner", levels.c.direction == "remaining")
    lowest = sa.select(sa.func.min(levels.c.percent)).where(*of_machine).scalar_subquery()
    op.execute(sa.update(machines).values(lowest_toner=lowest))
