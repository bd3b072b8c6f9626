"""What a device says of itself counts in lists; counters have a moment of their own."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOREWARNINGS = {"low_paper", "no_paper", "input_tray_empty", "low_toner", "output_near_full"}


def upgrade() -> None:
    op.add_column("machines", sa.Column("needs_attention", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("machines", sa.Column("counted_at", UtcDateTime(), nullable=True))
    op.add_column("machines", sa.Column("counter_unit", sa.String(length=40), nullable=False, server_default=""))
    machines = sa.table(
        "machines",
        sa.column("id", sa.Uuid()),
        sa.column("alerts", Json),
        sa.column("needs_attention", sa.Boolean()),
        sa.column("total", sa.Integer()),
        sa.column("last_contact_at", UtcDateTime()),
        sa.column("counted_at", UtcDateTime()),
    )
    counted = sa.update(machines).where(machines.c.total.is_not(None))
    op.execute(counted.values(counted_at=machines.c.last_contact_at))
    # Error states are kept without a description. How grave an alert's row was is not known: the next reading tells.
    for id, alerts in op.get_bind().execute(sa.select(machines.c.id, machines.c.alerts)).all():
        codes = {alert["code"] for alert in alerts if isinstance(alert, dict) and not alert.get("description")}
        if codes - FOREWARNINGS:
            op.execute(sa.update(machines).where(machines.c.id == id).values(needs_attention=True))
