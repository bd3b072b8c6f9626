"""A person with an account: a user of one or more customers, or a member of the dealer's staff."""

import enum
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.service.aggregate import Aggregate
from services.chassis.service.columns import Word, personal
from services.identity.contracts import Right, StaffRight
from services.identity.contracts.languages import Language
from services.identity.model.base import Base


class PersonStatus(enum.StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Person(Aggregate, Base):
    __tablename__ = "persons"

    email: Mapped[str] = personal(String(254), unique=True)
    name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    language: Mapped[Language] = mapped_column(Word(Language))
    password_hash: Mapped[str] = mapped_column(String(200))
    status: Mapped[PersonStatus] = mapped_column(Word(PersonStatus))
    is_staff: Mapped[bool]
    staff_rights: Mapped[list[str]]
    memberships: Mapped[list["Membership"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @classmethod
    def of_email(cls, email: str) -> "Person":
        """A person who has an address and may do nothing yet."""
        return cls(email=email, status=PersonStatus.ACTIVE, is_staff=False, staff_rights=[])

    def introduce(self, name: str, telephone: str, language: Language) -> None:
        self.name, self.telephone, self.language = name, telephone, language

    def set_password(self, password_hash: str) -> None:
        self.password_hash = password_hash

    def serve_as_staff(self, rights: Iterable[StaffRight]) -> None:
        """Be a member of the dealer's staff with exactly these rights."""
        self.is_staff, self.staff_rights = True, sorted(str(right) for right in rights)

    def join(self, customer_id: UUID, rights: Iterable[Right], *, all_machines: bool, groups: Iterable[UUID]) -> None:
        """Be a user of a customer, with exactly these rights and this scope."""
        membership = self.membership(customer_id)
        if membership is None:
            membership = Membership(customer_id=customer_id)
            self.memberships.append(membership)
        membership.grant(rights, all_machines=all_machines, groups=groups)

    def membership(self, customer_id: UUID | None) -> "Membership | None":
        return next((one for one in self.memberships if one.customer_id == customer_id), None)

    @property
    def may_log_in(self) -> bool:
        return self.status is PersonStatus.ACTIVE and (self.is_staff or bool(self.memberships))


class Membership(Base):
    """What a user may do and see at one customer."""

    __tablename__ = "memberships"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"), primary_key=True, index=True)
    rights: Mapped[list[str]]
    all_machines: Mapped[bool]
    grants: Mapped[list["Grant"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    def grant(self, rights: Iterable[Right], *, all_machines: bool, groups: Iterable[UUID]) -> None:
        self.rights, self.all_machines = sorted(str(right) for right in rights), all_machines
        wanted = set() if all_machines else set(groups)
        self.grants = [grant for grant in self.grants if grant.group_id in wanted] + [
            Grant(group_id=group_id) for group_id in sorted(wanted - set(self.group_ids))
        ]

    @property
    def group_ids(self) -> list[UUID]:
        """The groups whose machines the user sees; without any, and not `all_machines`, none."""
        return [grant.group_id for grant in self.grants or ()]


class Grant(Base):
    """A user sees the machines of a group."""

    __tablename__ = "grants"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)

    __table_args__ = (
        ForeignKeyConstraint(["person_id", "customer_id"], ["memberships.person_id", "memberships.customer_id"]),
    )
