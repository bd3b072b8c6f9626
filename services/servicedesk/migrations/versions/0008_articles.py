"""Articles of the support centre."""

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shipped_name", sa.String(length=60), nullable=True),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("request_categories", Json, nullable=False),
        sa.Column("error_codes", Json, nullable=False),
        sa.Column("placed_by_staff", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("shipped_name", name=op.f("uq_articles_shipped_name")),
    )
    op.create_table(
        "article_texts",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("published_by_staff", sa.Boolean(), nullable=False),
        sa.Column("shipped_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_texts_article_id")),
        sa.PrimaryKeyConstraint("article_id", "language", name=op.f("pk_article_texts")),
        sa.UniqueConstraint("language", "slug", name=op.f("uq_article_texts_language_slug")),
    )
    op.create_table(
        "article_revisions",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "language"],
            ["article_texts.article_id", "article_texts.language"],
            name=op.f("fk_article_revisions_article_id_language"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "language", "number", name=op.f("pk_article_revisions")),
    )
    op.create_table(
        "article_words",
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("stem", sa.String(40), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_words_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("language", "stem", "article_id", name=op.f("pk_article_words")),
    )
    op.create_index(op.f("ix_article_words_article_id"), "article_words", ["article_id"])
    op.create_table(
        "article_ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_ratings_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_ratings")),
    )
    op.create_index(op.f("ix_article_ratings_article_id"), "article_ratings", ["article_id"])
    op.create_index(op.f("ix_article_ratings_at"), "article_ratings", ["at"])
    op.create_table(
        "pictures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
    )
