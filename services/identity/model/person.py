"""The person aggregate: an account of a user of one or more customers, or of a member of staff."""

import datetime as dt
import enum
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.sort_names import SortedByName, sort_text_type
from services.identity.contracts import PasswordChanged, StaffRight
from services.identity.contracts.languages import Language
from services.identity.model.base import Base
from services.identity.model.membership import Membership, sort_name_of


class PersonStatus(enum.StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Person(SortedByName, Aggregate, Base):
    """An account. With an empty `password_hash` the person cannot log in until a link sets a password."""

    __tablename__ = "persons"

    email: Mapped[str] = personal(String(254), unique=True)
    name: Mapped[str] = personal(String(120))
    sort_name: Mapped[str] = personal(sort_text_type(120))
    telephone: Mapped[str] = personal(String(30))
    function: Mapped[str] = personal(String(80))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    password_hash: Mapped[str] = mapped_column(String(200))
    status: Mapped[PersonStatus] = mapped_column(EnumText(PersonStatus))
    is_staff: Mapped[bool]
    staff_rights: Mapped[list[str]]
    memberships: Mapped[list[Membership]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @classmethod
    def of_email(cls, email: str) -> "Person":
        """A person without name, rights and memberships."""
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
        """Set the given fields; None leaves a field unchanged."""
        values = {"name": name, "telephone": telephone, "function": function, "language": language}
        for field, value in values.items():
            if value is not None:
                setattr(self, field, value)
        for membership in self.memberships:
            if not membership.invited_as:
                membership.sort_name = sort_name_of(self.name)

    def set_password(self, password_hash: str) -> None:
        """Set the hash without an event: initially, after rehashing, or empty to remove the password."""
        self.password_hash = password_hash

    def change_password(self, password_hash: str, at: dt.datetime) -> None:
        """Set the hash and record PasswordChanged, which notifies the person."""
        self.password_hash = password_hash
        self.record(PasswordChanged, person_id=self.id, at=at)

    def move_to(self, email: str) -> None:
        """Change the address for mail and login."""
        self.email = email

    def serve_as_staff(self, rights: Iterable[StaffRight]) -> None:
        """Make the person a member of staff with exactly these rights."""
        self.is_staff, self.staff_rights = True, sorted({str(right) for right in rights})

    def leave_staff(self) -> None:
        """Remove staff status; the person cannot log in until invited again."""
        self.is_staff, self.staff_rights, self.status = False, [], PersonStatus.ACTIVE

    def deactivate(self) -> None:
        self.status = PersonStatus.DISABLED

    def reactivate(self) -> None:
        self.status = PersonStatus.ACTIVE

    def join(self, customer_id: UUID) -> Membership:
        """The membership at the customer, created when missing."""
        membership = self.membership(customer_id)
        if membership is None:
            membership = Membership.of(customer_id, self.name)
            membership.person_id = self.id
            self.memberships.append(membership)
        return membership

    def membership(self, customer_id: UUID | None) -> Membership | None:
        return next((membership for membership in self.memberships if membership.customer_id == customer_id), None)

    @property
    def is_active(self) -> bool:
        return self.status is PersonStatus.ACTIVE

    @property
    def administers_staff(self) -> bool:
        """Whether the person is staff, can log in and has `manage_staff`."""
        has_right = self.is_staff and StaffRight.MANAGE_STAFF in self.staff_rights
        return has_right and self.is_active and bool(self.password_hash)

    def name_at(self, customer_id: UUID | None) -> str:
        """The name known to the customer: until an invitation is accepted, the one entered in it."""
        membership = self.membership(customer_id)
        return str(membership.invited_as.get("name", self.name)) if membership else self.name

    @property
    def is_expected(self) -> bool:
        """Whether the person may log in, or will be able to after accepting an invitation."""
        return self.may_log_in or (self.is_active and any(membership.is_invited for membership in self.memberships))

    @property
    def may_log_in(self) -> bool:
        """Whether the person is active and either staff or an active user of a customer."""
        is_user = any(membership.is_active for membership in self.memberships)
        return self.is_active and (self.is_staff or is_user)
