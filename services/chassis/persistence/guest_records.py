"""What guests make: who the guest is, the secrets of the links to its status, and the passes that were used."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Caller, Kind, NotAllowed
from services.chassis.contract.clock_times import add_period
from services.chassis.contract.contact_details import mailbox_of
from services.chassis.contract.guests import GuestPassUsed
from services.chassis.persistence import link_tokens
from services.chassis.persistence.columns import personal
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.rate_limits import HourlyLimit, count, subject_of
from services.chassis.persistence.unit_of_work import UnitOfWork

VALID_SECRETS = 20
"""Number of valid secrets: every mail to a guest has a link with its own."""
STATUS_SHOWN_FOR = dt.timedelta(days=30)
"""How long guests see the status of what has ended."""
USED_PASSES_KEPT_DAYS = 2
"""Longer than any pass is valid."""


class GuestColumns:
    """Mixin for rows that a guest made. For other rows the columns are empty (`NO_GUEST`). The language stays when name
    and address are erased."""

    guest_name: Mapped[str] = personal(String(120))
    guest_email: Mapped[str] = personal(String(254), index=True)
    guest_language: Mapped[str] = mapped_column(String(2))
    status_secret_hashes: Mapped[list[str]]

    id: Any

    @property
    def guest(self) -> dict[str, str] | None:
        """The guest as the contracts' `Guest`; None if a guest did not make the row."""
        if not self.guest_language:
            return None
        return {"name": self.guest_name, "email": self.guest_email, "language": self.guest_language}

    def issue_status_token(self) -> str:
        """Create a token for the link to the status, of which no copy is stored."""
        token, self.status_secret_hashes = link_tokens.issue(
            self.id, self.status_secret_hashes, valid_secrets=VALID_SECRETS
        )
        return token

    def has_status_secret(self, secret: str) -> bool:
        return link_tokens.is_known(secret, self.status_secret_hashes)

    def is_guests_address(self, email: str) -> bool:
        """Whether a guest with this address, in its canonical form, made the row."""
        return bool(email) and self.guest_email == email


NO_GUEST: dict[str, Any] = {"guest_name": "", "guest_email": "", "guest_language": "", "status_secret_hashes": []}


def guest_values(caller: Caller, name: str, email: str) -> dict[str, Any]:
    """The values of `GuestColumns`."""
    return NO_GUEST | {"guest_name": name, "guest_email": email, "guest_language": caller.language[:2] or "nl"}


def is_status_shown(ended_at: dt.datetime | None, now: dt.datetime, zone: dt.tzinfo) -> bool:
    """Whether guests still see the status of what ended then; None if it has not ended."""
    return ended_at is None or now < add_period(ended_at, STATUS_SHOWN_FOR, zone)


class UsedPassColumns:
    """Mixin for the table of passes that were used."""

    pass_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference_number: Mapped[str] = mapped_column(String(20))
    used_at: Mapped[dt.datetime] = mapped_column(index=True)


def use_pass(uow: UnitOfWork, used_passes: Any, caller: Caller, reference_number: str) -> None:
    """Mark the guest's pass as used; `used_passes` is a mapped class with `UsedPassColumns`. Raises GuestPassUsed if it
    was, also by a transaction at the same moment, and NotAllowed for a caller without a pass."""
    pass_id = _pass_id_of(caller)
    values = {"pass_id": pass_id, "reference_number": reference_number, "used_at": uow.now}
    if not insert_new(uow.session, used_passes.__table__, values):
        expect_unused(uow, used_passes, caller)
        raise GuestPassUsed(reference_number="")


def expect_unused(uow: UnitOfWork, used_passes: Any, caller: Caller) -> None:
    """Raises GuestPassUsed, NotAllowed."""
    used_for = select(used_passes.reference_number).where(used_passes.pass_id == _pass_id_of(caller))
    if reference_number := uow.session.scalar(used_for):
        raise GuestPassUsed(reference_number=reference_number)


def count_confirmation(uow: UnitOfWork, limit: HourlyLimit, email: str) -> None:
    """Count a confirmation to this address, which may be somebody else's. It is counted in the transaction of the
    command: a refused command sends nothing, and does not count. Raises TooManyAttempts."""
    count(uow, [(limit, subject_of(limit, mailbox_of(email)))])


def _pass_id_of(caller: Caller) -> UUID:
    """The id of a guest's pass, which is the guest's `person_id`. Raises NotAllowed."""
    try:
        if caller.kind is Kind.GUEST:
            return UUID(caller.person_id)
    except ValueError:
        pass
    raise NotAllowed
