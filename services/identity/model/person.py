"""A person with an account: a user of one or more customers, or a member of the dealer's staff."""

import datetime as dt
import enum
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import Word, personal
from services.identity.contracts import PasswordChanged, StaffRight
from services.identity.contracts.languages import Language
from services.identity.model.base import Base
from services.identity.model.membership import Membership, sort_name_of


class PersonStatus(enum.StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Person(Aggregate, Base):
    """Without a `password_hash` nobody gets in before a link has set one."""

    __tablename__ = "persons"

    email: Mapped[str] = personal(String(254), unique=True)
    name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    function: Mapped[str] = personal(String(80))
    language: Mapped[Language] = mapped_column(Word(Language))
    password_hash: Mapped[str] = mapped_column(String(200))
    status: Mapped[PersonStatus] = mapped_column(Word(PersonStatus))
    is_staff: Mapped[bool]
    staff_rights: Mapped[list[str]]
    memberships: Mapped[list[Membership]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @classmethod
    def of_email(cls, email: str) -> "Person":
        """A person who has an address and may do nothing yet."""
        return cls(
            email=email, status=PersonStatus.ACTIVE, is_staff=False, staff_rights=[], function="", password_hash=""
        )

    def describe(
        self,
        name: str | None = None,
        telephone: str | None = None,
        function: str | None = None,
        language: Language | None = None,
    ) -> None:
        """What is left out stays."""
        said = {"name": name, "telephone": telephone, "function": function, "language": language}
        for field, value in said.items():
            if value is not None:
                setattr(self, field, value)
        for membership in self.memberships:
            if not membership.invited_as:
                membership.sort_name = sort_name_of(self.name)

    def set_password(self, password_hash: str) -> None:
        """Of a new person, or hashed anew. Without one (an empty hash) nobody gets in until a link sets another."""
        self.password_hash = password_hash

    def change_password(self, password_hash: str, at: dt.datetime) -> None:
        """The person took another one, and is told so."""
        self.password_hash = password_hash
        self.record(PasswordChanged, person_id=self.id, at=at)

    def move_to(self, email: str) -> None:
        """Mail goes to this address from now on, and it is what the person logs in with."""
        self.email = email

    def serve_as_staff(self, rights: Iterable[StaffRight]) -> None:
        """Be a member of the dealer's staff with exactly these rights."""
        self.is_staff, self.staff_rights = True, sorted({str(right) for right in rights})

    def leave_staff(self) -> None:
        """Be a member no more; the account opens nothing until somebody invites the person again."""
        self.is_staff, self.staff_rights, self.status = False, [], PersonStatus.ACTIVE

    def deactivate(self) -> None:
        self.status = PersonStatus.DISABLED

    def reactivate(self) -> None:
        self.status = PersonStatus.ACTIVE

    def join(self, customer_id: UUID) -> Membership:
        """Be a user of a customer; who is one already stays as he is."""
        membership = self.membership(customer_id)
        if membership is None:
            membership = Membership.of(customer_id, self.name)
            membership.person_id = self.id
            self.memberships.append(membership)
        return membership

    def membership(self, customer_id: UUID | None) -> Membership | None:
        return next((one for one in self.memberships if one.customer_id == customer_id), None)

    @property
    def is_active(self) -> bool:
        return self.status is PersonStatus.ACTIVE

    @property
    def administers_staff(self) -> bool:
        """Whether this is a member of staff who gets in and may manage the others."""
        may = self.is_staff and StaffRight.MANAGE_STAFF in self.staff_rights
        return may and self.is_active and bool(self.password_hash)

    def name_at(self, customer_id: UUID | None) -> str:
        """By what name a customer knows the person: who has not answered an invitation, by the one in it."""
        membership = self.membership(customer_id)
        return str(membership.invited_as.get("name", self.name)) if membership else self.name

    @property
    def is_expected(self) -> bool:
        """Whether there is, or will be when an invitation is answered, anything to come in for."""
        return self.may_log_in or (self.is_active and any(one.is_invited for one in self.memberships))

    @property
    def may_log_in(self) -> bool:
        """Whether there is anything to come in for: as staff, or at a customer."""
        active = any(one.is_active for one in self.memberships)
        return self.is_active and (self.is_staff or active)
