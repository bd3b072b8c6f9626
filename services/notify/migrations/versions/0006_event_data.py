"""`mails.about` becomes `event_data`; the unique constraint is named after `recipient_id`."""

from alembic import op

from services.chassis.persistence.table_changes import rename_column, rename_unique_constraint

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("event_id", "template", "recipient_id")


def upgrade() -> None:
    rename_column(op, "mails", "about", "event_data")
    old, new = "uq_mails_event_id_template_reader_id", "uq_mails_event_id_template_recipient_id"
    rename_unique_constraint(op, "mails", old, new, COLUMNS)
