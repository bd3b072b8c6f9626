"""Labels on machines, by which guests find them (docs/decisions/0016-guests.md)."""

import datetime as dt
import secrets
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import new_id
from services.fleet.model.base import Base
from services.fleet.model.machine import Machine

CODE_BYTES = 16
"""128 bits: too many to guess."""


class MachineLabel(Base):
    """A label is valid for the customer it was issued for, until it is revoked. `live_machine_id` is the machine's id
    until then and null afterwards: a machine has at most one such label.

    The code is stored as it is, because labels are printed again.
    """

    __tablename__ = "machine_labels"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    machine_id: Mapped[UUID] = mapped_column(ForeignKey("machines.id"), index=True)
    live_machine_id: Mapped[UUID | None] = mapped_column(unique=True)
    customer_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    issued_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None] = mapped_column(index=True)

    @classmethod
    def issue(cls, machine: Machine, at: dt.datetime) -> "MachineLabel":
        code = secrets.token_urlsafe(CODE_BYTES)
        return cls(
            machine_id=machine.id,
            live_machine_id=machine.id,
            customer_id=machine.customer_id,
            code=code,
            issued_at=at,
            revoked_at=None,
        )

    def is_valid_for(self, machine: Machine) -> bool:
        """Whether the machine still is at the customer that the label was issued for."""
        return self.customer_id == machine.customer_id

    def revoke(self, at: dt.datetime) -> None:
        self.live_machine_id, self.revoked_at = None, at
