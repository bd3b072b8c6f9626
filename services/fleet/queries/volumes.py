"""Pages per month of a machine."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Values, column, select, union, values

from services.chassis.contract import Caller
from services.chassis.service import Work
from services.chassis.service.columns import UtcDateTime
from services.fleet.contracts import Outcome
from services.fleet.model import Machine, MeterReading
from services.fleet.model.volume import Counted, month_starts, volumes
from services.fleet.queries.machine import machine_of


def list_monthly_volumes(work: Work, caller: Caller, machine_id: UUID, months: int, zone: ZoneInfo) -> dict[str, Any]:
    """Raises MachineNotFound. `zone` is the dealer's."""
    machine = machine_of(work, caller, machine_id)
    starts = month_starts(work.now, months, zone)
    return {"rows": volumes(starts, _around(work, machine, starts))}


def _around(work: Work, machine: Machine, starts: Sequence[dt.datetime]) -> list[Counted]:
    """The readings just before and just after each moment: all that a volume needs, however many there are."""
    moments: Values = values(column("at", UtcDateTime()), name="moments").data([(start,) for start in starts])
    at = moments.cte("moments").c.at
    before = _nearest(machine).where(MeterReading.observed_at <= at).order_by(MeterReading.observed_at.desc())
    after = _nearest(machine).where(MeterReading.observed_at >= at).order_by(MeterReading.observed_at)
    chosen = select(before.limit(1).scalar_subquery().label("before"), after.limit(1).scalar_subquery().label("after"))
    wanted = chosen.select_from(at.table).cte("wanted")
    rows = work.session.execute(
        select(MeterReading.observed_at, MeterReading.total, MeterReading.mono, MeterReading.colour)
        .where(MeterReading.id.in_(union(select(wanted.c.before), select(wanted.c.after))))
        .order_by(MeterReading.observed_at, MeterReading.id)
    )
    return [Counted(at, total, mono, colour) for at, total, mono, colour in rows if total is not None]


def _nearest(machine: Machine) -> Select[UUID]:
    """Accepted readings with a counter, of the machine at its present customer."""
    return select(MeterReading.id).where(
        MeterReading.machine_id == machine.id,
        MeterReading.customer_id == machine.customer_id,
        MeterReading.outcome == Outcome.ACCEPTED,
        MeterReading.total.is_not(None),
    )
