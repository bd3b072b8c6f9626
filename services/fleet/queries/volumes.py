"""Query for a machine's pages per month."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select, union, union_all

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.columns import UtcDateTime
from services.fleet.contracts import Outcome
from services.fleet.model import Machine, MeterReading
from services.fleet.model.volume import Counted, month_starts, volumes
from services.fleet.queries.machine import machine_of


def list_monthly_volumes(
    uow: UnitOfWork, caller: Caller, machine_id: UUID, months: int, zone: ZoneInfo
) -> dict[str, Any]:
    """Raises MachineNotFound. `zone` is the dealer's."""
    machine = machine_of(uow, caller, machine_id)
    starts = month_starts(uow.now, months, zone)
    return {"rows": volumes(starts, _around(uow, machine, starts))}


def _around(uow: UnitOfWork, machine: Machine, starts: Sequence[dt.datetime]) -> list[Counted]:
    """The readings just before and just after each moment, which suffice for the interpolation."""
    machine_params = {"machine_id": machine.id, "customer_id": machine.customer_id}
    moment_params = {f"at_{i}": start for i, start in enumerate(starts)}
    rows = uow.session.execute(_readings_around(len(starts)), machine_params | moment_params)
    return [Counted(at, total, mono, colour) for at, total, mono, colour in rows if total is not None]


@cache
def _readings_around(count: int) -> Select[*tuple[Any, ...]]:
    """The statement for `count` moments. Cached, because building it takes longer than running it."""
    moments = union_all(*(select(bindparam(f"at_{i}", type_=UtcDateTime()).label("at")) for i in range(count)))
    at = moments.cte("moments").c.at
    before = _nearest().where(MeterReading.observed_at <= at).order_by(MeterReading.observed_at.desc())
    after = _nearest().where(MeterReading.observed_at >= at).order_by(MeterReading.observed_at)
    nearest = select(before.limit(1).scalar_subquery().label("before"), after.limit(1).scalar_subquery().label("after"))
    reading_ids = nearest.select_from(at.table).cte("wanted")
    return (
        select(MeterReading.observed_at, MeterReading.total, MeterReading.mono, MeterReading.colour)
        .where(MeterReading.id.in_(union(select(reading_ids.c.before), select(reading_ids.c.after))))
        .order_by(MeterReading.observed_at, MeterReading.id)
    )


def _nearest() -> Select[UUID]:
    """Accepted readings with a counter, of the machine at its present customer."""
    return select(MeterReading.id).where(
        MeterReading.machine_id == bindparam("machine_id"),
        MeterReading.customer_id == bindparam("customer_id"),
        MeterReading.outcome == Outcome.ACCEPTED,
        MeterReading.total.is_not(None),
    )
