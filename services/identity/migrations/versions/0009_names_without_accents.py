"""Users are sorted and found by their names without accents."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    members = sa.table("members", sa.column("id", sa.Uuid()), sa.column("sort_name", sa.String()))
    for id, name in op.get_bind().execute(sa.select(members.c.id, members.c.sort_name)).all():
        decomposed = unicodedata.normalize("NFKD", name)
        plain = "".join(character for character in decomposed if not unicodedata.combining(character))[:120]
        if plain != name:
            op.execute(sa.update(members).where(members.c.id == id).values(sort_name=plain))
