"""The words of published articles as they are spelt, filled from the present texts."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.markdown import to_words

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def upgrade() -> None:
    spellings = op.create_table(
        "article_spellings",
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_spellings_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("language", "word", "article_id", name=op.f("pk_article_spellings")),
    )
    op.create_index(op.f("ix_article_spellings_article_id"), "article_spellings", ["article_id"])
    if rows := [row for text in op.get_bind().execute(_published()).all() for row in _rows(text)]:
        op.bulk_insert(spellings, rows)


def _published() -> sa.Select[Any]:
    texts = sa.table("article_texts", *_key(), sa.column("published", sa.Integer()))
    parts = sa.column("title", sa.String()), sa.column("summary", sa.String()), sa.column("body", sa.Text())
    revisions = sa.table("article_revisions", *_key(), sa.column("number", sa.Integer()), *parts)
    return sa.select(revisions).join(
        texts,
        (texts.c.article_id == revisions.c.article_id)
        & (texts.c.language == revisions.c.language)
        & (texts.c.published == revisions.c.number),
    )


def _key() -> tuple[sa.ColumnClause[Any], ...]:
    return sa.column("article_id", sa.Uuid()), sa.column("language", sa.String())


def _rows(text: sa.Row[Any]) -> list[dict[str, Any]]:
    words = {word.lower() for word in _WORD.findall(f"{text.title} {text.summary} {to_words(text.body)}")}
    return [
        {"language": text.language, "word": word, "article_id": text.article_id}
        for word in words
        if word.isalpha() and 4 <= len(word) <= 40
    ]
