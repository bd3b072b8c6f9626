"""Stored meter readings and the checks of submitted ones (docs/features.md#meter-readings)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, new_id
from services.fleet.contracts import Outcome, ReadingSource, Reason
from services.fleet.model.base import Base
from services.fleet.model.machine import Machine

CLOCK_DIFFERENCE = dt.timedelta(minutes=10)
"""Accepted lead of a device's clock over the server's."""


class MeterReading(Base):
    """Counters of a machine at a moment. `customer_id` stays when the machine moves to another customer."""

    __tablename__ = "meter_readings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    machine_id: Mapped[UUID] = mapped_column(ForeignKey("machines.id"))
    customer_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(80))
    observed_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime]
    source: Mapped[ReadingSource] = mapped_column(EnumText(ReadingSource))
    outcome: Mapped[Outcome] = mapped_column(EnumText(Outcome))
    reason: Mapped[Reason | None] = mapped_column(EnumText(Reason))
    total: Mapped[int | None]
    mono: Mapped[int | None]
    colour: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("machine_id", "key"),
        Index("ix_meter_readings_machine_id_observed_at_id", "machine_id", "observed_at", "id"),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking a reading."""

    outcome: Outcome
    reason: Reason | None = None


def judge(
    reading: dict[str, Any],
    machine: Machine | None,
    by_mac: Machine | None,
    customer_id: UUID,
    last_total: int | None,
    now: dt.datetime,
) -> Verdict:
    """Check a reading. `last_total` is the total of the machine's last accepted reading before this one.

    `by_mac` is the machine with the device's MAC address, which may be another one.

    Refused: a time in the future, a device without identity or of another customer. Held for staff: a counter that went
    down (a reset, another board), numbers of two machines.
    """
    device = reading["device"]
    if reading["observed_at"] > now + CLOCK_DIFFERENCE:
        return Verdict(Outcome.REFUSED, Reason.FUTURE)
    if not device["serial_number"] and not device["mac_address"]:
        return Verdict(Outcome.REFUSED, Reason.NO_IDENTITY)
    if machine is None:
        return Verdict(Outcome.ACCEPTED)
    if machine.customer_id != customer_id:
        return Verdict(Outcome.REFUSED, Reason.OTHER_CUSTOMER)
    if by_mac is not None and by_mac is not machine:
        return Verdict(Outcome.HELD, Reason.IDENTITY_CONFLICT)
    if device["serial_number"] and machine.serial_number and device["serial_number"] != machine.serial_number:
        return Verdict(Outcome.HELD, Reason.IDENTITY_CONFLICT)
    if _went_down(last_total, reading["counters"]["total"]):
        return Verdict(Outcome.HELD, Reason.COUNTER_WENT_DOWN)
    return Verdict(Outcome.ACCEPTED)


def _went_down(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and now < before
