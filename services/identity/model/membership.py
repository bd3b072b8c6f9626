"""The membership aggregate: a person as user of a customer, with rights and scope."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.sort_names import cut_sort_text, sort_text_type
from services.identity.contracts import MembershipStateChanged, Right, ScopeFull, UserStatus
from services.identity.contracts.languages import Language
from services.identity.contracts.users import MAX_GROUPS, MAX_MACHINES
from services.identity.model.base import Base


def sort_name_of(name: str) -> str:
    """The name for sorting and searching."""
    return cut_sort_text(name, Membership.sort_name)


class Membership(Published, Base):
    """`machine_ids` are the machines chosen one by one; fleet stores them as a group with this membership's id.

    `is_administrator` derives from the rights. `invited_as` holds the person's data as entered in the invitation, by
    field name, until it is accepted: the customer sees nothing else of the person.
    """

    __tablename__ = "members"
    publishes = MembershipStateChanged

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    status: Mapped[UserStatus] = mapped_column(EnumText(UserStatus))
    rights: Mapped[list[str]]
    is_administrator: Mapped[bool]
    all_machines: Mapped[bool]
    machine_ids: Mapped[list[str]]
    sort_name: Mapped[str] = personal(sort_text_type(120))
    invited_as: Mapped[dict[str, Any]] = mapped_column(info={"personal": True})
    grants: Mapped[list["Grant"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("person_id", "customer_id"),
        Index("ix_members_customer_id_sort_name", "customer_id", "sort_name", "id"),
        Index("ix_members_customer_id_is_administrator", "customer_id", "is_administrator"),
    )

    @classmethod
    def of(cls, customer_id: UUID, name: str) -> "Membership":
        """A membership without rights and scope."""
        return cls(
            customer_id=customer_id,
            status=UserStatus.ACTIVE,
            rights=[],
            is_administrator=False,
            all_machines=False,
            machine_ids=[],
            sort_name=sort_name_of(name),
            invited_as={},
        )

    def invite(self, email: str, name: str, telephone: str, function: str, language: Language) -> None:
        """Set the status to invited, with the data entered by the customer."""
        self.status, self.sort_name = UserStatus.INVITED, sort_name_of(name)
        entered = {"email": email, "name": name, "telephone": telephone, "function": function}
        self.invited_as = entered | {"language": str(language)}

    def accept(self, name: str) -> None:
        """Set the status to active, with the person's own name."""
        self.status, self.sort_name, self.invited_as = UserStatus.ACTIVE, sort_name_of(name), {}

    def allow(self, rights: Iterable[Right]) -> None:
        """Replace the rights."""
        self.rights = sorted({str(right) for right in rights})
        self.is_administrator = Right.MANAGE_USERS in self.rights

    def set_scope(self, *, all_machines: bool, group_ids: Iterable[UUID], machine_ids: Iterable[UUID] = ()) -> None:
        """Replace the scope. Raises ScopeFull."""
        groups, machines = set(group_ids), set(machine_ids)
        for ids, limit in ((groups, MAX_GROUPS), (machines, MAX_MACHINES)):
            if len(ids) > limit:
                raise ScopeFull(limit=limit)
        self.all_machines = all_machines
        self.machine_ids = [] if all_machines else sorted(str(machine) for machine in machines)
        visible_groups = set() if all_machines else groups
        self.grants = [grant for grant in self.grants if grant.group_id in visible_groups] + [
            Grant(group_id=group_id) for group_id in sorted(visible_groups - set(self.group_ids))
        ]

    def extend_scope(self, *, group_id: UUID | None = None, machine_id: UUID | None = None) -> None:
        """Add a group or a single machine to the scope. Raises ScopeFull."""
        if self.all_machines:
            return
        if group_id and group_id not in self.group_ids:
            if len(self.grants) >= MAX_GROUPS:
                raise ScopeFull(limit=MAX_GROUPS)
            self.grants.append(Grant(group_id=group_id))
        if machine_id and str(machine_id) not in self.machine_ids:
            if len(self.machine_ids) >= MAX_MACHINES:
                raise ScopeFull(limit=MAX_MACHINES)
            self.machine_ids = sorted([*self.machine_ids, str(machine_id)])

    def deactivate(self) -> None:
        self.status = UserStatus.DEACTIVATED

    def reactivate(self) -> None:
        self.status = UserStatus.INVITED if self.invited_as else UserStatus.ACTIVE

    @property
    def is_active(self) -> bool:
        return self.status is UserStatus.ACTIVE

    @property
    def is_invited(self) -> bool:
        return self.status is UserStatus.INVITED

    @property
    def is_deactivated(self) -> bool:
        return self.status is UserStatus.DEACTIVATED

    @property
    def group_ids(self) -> list[UUID]:
        """Ids of the groups in the scope."""
        return [grant.group_id for grant in self.grants or ()]

    @property
    def scope_ids(self) -> list[UUID]:
        """The scope as in `Caller.scope`: the groups, and the membership's own id if machines were chosen one by
        one."""
        return self.group_ids + ([self.id] if self.machine_ids else [])

    def published(self) -> dict[str, Any]:
        return {
            "membership_id": self.id,
            "customer_id": self.customer_id,
            "person_id": self.person_id,
            "machine_ids": self.machine_ids,
        }


class Grant(Base):
    """A group in a membership's scope."""

    __tablename__ = "member_grants"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
