"""A table of the pictures in the texts of articles, filled from the present texts; pictures are listed newest first."""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PATH = re.compile(r"/support/pictures/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", re.IGNORECASE)


def upgrade() -> None:
    uses = op.create_table(
        "picture_uses",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "language", "number"],
            ["article_revisions.article_id", "article_revisions.language", "article_revisions.number"],
            name=op.f("fk_picture_uses_article_id_language_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "language", "number", "picture_id", name=op.f("pk_picture_uses")),
    )
    op.create_index(op.f("ix_picture_uses_picture_id"), "picture_uses", ["picture_id"])
    op.create_index(op.f("ix_pictures_added_at"), "pictures", ["added_at", "id"])
    _fill(uses)


def _fill(uses: sa.Table) -> None:
    revisions = sa.table(
        "article_revisions",
        sa.column("article_id", sa.Uuid()),
        sa.column("language", sa.String()),
        sa.column("number", sa.Integer()),
        sa.column("body", sa.Text()),
    )
    with_picture = sa.select(revisions).where(revisions.c.body.contains("/support/pictures/"))
    rows = [
        {"article_id": row.article_id, "language": row.language, "number": row.number, "picture_id": picture}
        for row in op.get_bind().execute(with_picture).all()
        for picture in {UUID(id) for id in _PATH.findall(row.body)}
    ]
    if rows:
        op.bulk_insert(uses, rows)
