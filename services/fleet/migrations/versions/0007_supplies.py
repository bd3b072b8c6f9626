"""A machine holds its supplies itself, as it does its alerts; those that run low are found with the emptiest first."""

import itertools

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNKNOWN_TONER = 101
AT_ONCE = 1000
TOLD = ("kind", "colour", "description", "part_number", "state", "percent", "direction")


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("machines", sa.Column("supplies", json, nullable=False, server_default="[]"))
    op.add_column(
        "machines", sa.Column("emptiest_toner", sa.Integer(), nullable=False, server_default=str(UNKNOWN_TONER))
    )
    machines = sa.table(
        "machines",
        sa.column("id", sa.Uuid()),
        sa.column("supplies", json),
        sa.column("lowest_toner", sa.Integer()),
        sa.column("emptiest_toner", sa.Integer()),
    )
    known = sa.update(machines).where(machines.c.lowest_toner.is_not(None))
    op.execute(known.values(emptiest_toner=machines.c.lowest_toner))
    _move_supplies(machines)
    op.drop_table("supply_levels")
    op.drop_column("machines", "lowest_toner")
    columns = ["customer_id", "condition", "emptiest_toner", "siteless", "site", "id"]
    op.create_index("ix_machines_customer_id_emptiest_toner", "machines", columns, unique=False)


def _move_supplies(machines: sa.TableClause) -> None:
    levels = sa.table(
        "supply_levels", sa.column("machine_id", sa.Uuid()), sa.column("row", sa.Integer()), *map(sa.column, TOLD)
    )
    rows = op.get_bind().execute(sa.select(levels).order_by(levels.c.machine_id, levels.c.row))
    of_machines = (
        {"machine": machine_id, "told": [{name: getattr(row, name) for name in TOLD} for row in its]}
        for machine_id, its in itertools.groupby(rows, lambda row: row.machine_id)
    )
    move = sa.update(machines).where(machines.c.id == sa.bindparam("machine"))
    move = move.values(supplies=sa.bindparam("told", type_=machines.c.supplies.type))
    while some := list(itertools.islice(of_machines, AT_ONCE)):
        op.get_bind().execute(move, some)
