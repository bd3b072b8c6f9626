"""Accounts: sessions that idle, one-time links, tries at passwords, and users who can be deactivated."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.persistence.columns import Json, UtcDateTime, new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("function", sa.String(length=80), nullable=False, server_default=""))
    _make_members()
    _extend_sessions()
    op.create_table(
        "tries",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_next_at"), "tries", ["next_at"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("about", Json, nullable=False),
        sa.Column("secret_hashes", Json, nullable=False),
        sa.Column("prepared_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    _make_audit()
    op.create_index(op.f("ix_links_person_id"), "links", ["person_id"], unique=False)
    op.create_index(op.f("ix_links_expires_at"), "links", ["expires_at"], unique=False)


def _make_members() -> None:
    """Memberships get an id of their own: others know a user of a customer by it."""
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("rights", Json, nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("all_machines", sa.Boolean(), nullable=False),
        sa.Column("machine_ids", Json, nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("invited_as", Json, nullable=False),
        sa.Column("published_digest", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_members_customer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("person_id", "customer_id", name=op.f("uq_members_person_id_customer_id")),
    )
    op.create_index("ix_members_customer_id_sort_name", "members", ["customer_id", "sort_name", "id"])
    op.create_index("ix_members_customer_id_is_administrator", "members", ["customer_id", "is_administrator"])
    op.create_table(
        "member_grants",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["members.id"], name=op.f("fk_member_grants_membership_id")),
        sa.PrimaryKeyConstraint("membership_id", "group_id", name=op.f("pk_member_grants")),
    )
    op.create_index(op.f("ix_member_grants_group_id"), "member_grants", ["group_id"], unique=False)
    _take_over()
    op.drop_table("grants")
    op.drop_table("memberships")


def _take_over() -> None:
    memberships = _table("memberships", "person_id", "customer_id", rights=Json, all_machines=sa.Boolean())
    grants = _table("grants", "person_id", "customer_id", "group_id")
    persons = _table("persons", "id", name=sa.String())
    members = _table(
        "members", "id", "person_id", "customer_id", version=sa.Integer(), status=sa.String(), rights=Json,
        is_administrator=sa.Boolean(), all_machines=sa.Boolean(), machine_ids=Json, sort_name=sa.String(),
        invited_as=Json, published_digest=sa.String(),
    )  # fmt: skip
    member_grants = _table("member_grants", "membership_id", "group_id")
    joined = sa.select(memberships, persons.c.name).join(persons, persons.c.id == memberships.c.person_id)
    for row in op.get_bind().execute(joined).all():
        id = new_id()
        member = {
            "id": id,
            "version": 1,
            "person_id": row.person_id,
            "customer_id": row.customer_id,
            "status": "active",
            "rights": row.rights,
            "is_administrator": "manage_users" in row.rights,
            "all_machines": row.all_machines,
            "machine_ids": [],
            "sort_name": row.name.casefold()[:120],
            "invited_as": {},
            "published_digest": "",
        }
        op.execute(sa.insert(members).values(**member))
        of_member = (grants.c.person_id == row.person_id, grants.c.customer_id == row.customer_id)
        for grant in op.get_bind().execute(sa.select(grants.c.group_id).where(*of_member)).all():
            op.execute(sa.insert(member_grants).values(membership_id=id, group_id=grant.group_id))


def _table(name: str, /, *ids: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(id, sa.Uuid()) for id in ids), *(sa.column(*one) for one in columns.items()))


def _extend_sessions() -> None:
    op.add_column("sessions", sa.Column("viewing_id", sa.Uuid(), nullable=True))
    op.add_column("sessions", sa.Column("client_address", sa.String(length=45), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("device", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("seen_at", UtcDateTime(), nullable=True))
    op.add_column("sessions", sa.Column("idle_until", UtcDateTime(), nullable=True))
    sessions = sa.table(
        "sessions", *(sa.column(name, UtcDateTime()) for name in ("begun_at", "seen_at", "expires_at", "idle_until"))
    )
    op.execute(sa.update(sessions).values(seen_at=sessions.c.begun_at, idle_until=sessions.c.expires_at))
    with op.batch_alter_table("sessions") as table:
        table.alter_column("seen_at", existing_type=UtcDateTime(), nullable=False)
        table.alter_column("idle_until", existing_type=UtcDateTime(), nullable=False)
        table.create_foreign_key(op.f("fk_sessions_viewing_id"), "persons", ["viewing_id"], ["id"])


def _make_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_name", sa.String(length=120), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_customer_id_at", "audit_entries", ["customer_id", "at", "id"], unique=False)
    op.create_index("ix_audit_entries_at", "audit_entries", ["at", "id"], unique=False)
