"""Rate limits, counted in the service's database, which all its processes share (docs/decisions/0015-rate-limits.md).

An attempt is counted in a transaction of its own, before the work that it limits: parallel attempts do not exceed a
limit, and an attempt counts although the operation is refused.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select, update

from services.chassis.contract import TooManyAttempts
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.tables import rate_limit_counters
from services.chassis.persistence.unit_of_work import UnitOfWork

RESET_AFTER = dt.timedelta(minutes=15)
"""The count of a `PauseLimit` restarts when there was no attempt for this long after the last pause."""


@dataclass(slots=True)
class Counter:
    """The attempts of one subject, as stored. The meaning of `next_at` depends on the limit; `count` belongs to
    `PauseLimit` alone."""

    subject: str
    count: int
    next_at: dt.datetime

    def cancel_one(self) -> None:
        """Reduce the count but keep the pause, which other attempts may have caused."""
        self.count = max(self.count - 1, 0)

    def reset_after_success(self, *, all_attempts: bool, now: dt.datetime) -> None:
        """Undo the count of the last attempt, or of all attempts."""
        self.count = 0 if all_attempts else max(self.count - 1, 0)
        self.next_at = min(self.next_at, now)


class Limit(Protocol):
    @property
    def kind(self) -> str: ...

    def count_one(self, counter: Counter, now: dt.datetime) -> None: ...

    def wait(self, counter: Counter, now: dt.datetime) -> dt.timedelta:
        """How long until the next attempt is accepted."""


def subject_of(limit: Limit, *what: str) -> str:
    """The key of a count. It is a hash, so that mail and network addresses are not stored."""
    return hashlib.sha256("\0".join((limit.kind, *what)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PauseLimit:
    """For guesses. The first `free_attempts` have no pause. Each further attempt doubles it, from 2 seconds on; from
    the attempt `full_pause_from` on it is `full_pause`. `next_at` of its counters is the end of the pause."""

    kind: str
    free_attempts: int
    full_pause_from: int
    full_pause: dt.timedelta = dt.timedelta(minutes=15)

    def pause_after(self, count: int) -> dt.timedelta:
        if count >= self.full_pause_from:
            return self.full_pause
        if count <= self.free_attempts:
            return dt.timedelta()
        doubled: int = 2 ** (count - self.free_attempts)
        return min(dt.timedelta(seconds=doubled), self.full_pause)

    def count_one(self, counter: Counter, now: dt.datetime) -> None:
        if now > counter.next_at + RESET_AFTER:
            counter.count = 0
        counter.count += 1
        counter.next_at = now + self.pause_after(counter.count)

    def wait(self, counter: Counter, now: dt.datetime) -> dt.timedelta:
        """Zero within the free attempts, also when a parallel attempt has just set `next_at` to a time slightly after
        `now`."""
        return max(counter.next_at - now, dt.timedelta()) if self.pause_after(counter.count) else dt.timedelta()


@dataclass(frozen=True, slots=True)
class HourlyLimit:
    """For work that costs others something, such as mails: `number` attempts at once, and as many per hour.

    This is the generic cell rate algorithm (ITU-T I.371): `next_at` of its counters is the time at which all attempts
    so far would be made up for, at an even rate.
    """

    kind: str
    number: int

    @property
    def _interval(self) -> dt.timedelta:
        return dt.timedelta(hours=1) / self.number

    def count_one(self, counter: Counter, now: dt.datetime) -> None:
        counter.next_at = max(counter.next_at, now) + self._interval

    def wait(self, counter: Counter, now: dt.datetime) -> dt.timedelta:
        return max(counter.next_at + self._interval - dt.timedelta(hours=1) - now, dt.timedelta())


Counted = list[tuple[Limit, str]]
"""Limits, each with the subject (`subject_of`) under which the attempt is counted."""


def count(uow: UnitOfWork, counted: Counted) -> None:
    """Count an attempt under all subjects, or under none when one of them has to wait. Raises TooManyAttempts."""
    limits = {subject: limit for limit, subject in counted}
    counters = _locked(uow, limits)
    _expect_no_wait(uow, counters, limits)
    for counter in counters:
        limits[counter.subject].count_one(counter, uow.now)
    _store(uow, counters)


def expect_no_wait(uow: UnitOfWork, counted: Counted) -> None:
    """Raises TooManyAttempts when one of the subjects has to wait. Counts nothing."""
    limits = {subject: limit for limit, subject in counted}
    rows = uow.session.execute(select(rate_limit_counters).where(rate_limit_counters.c.subject.in_(limits)))
    _expect_no_wait(uow, [Counter(*row) for row in rows], limits)


def cancel_attempt(uow: UnitOfWork, counted: Counted) -> None:
    """Subtract one from each count of a `PauseLimit`, because what was counted did not happen; pauses stay as they are.
    Counts of an `HourlyLimit` are not changed."""
    counters = _locked(uow, [subject for _, subject in counted])
    for counter in counters:
        counter.cancel_one()
    _store(uow, counters)


def reset_after_success(uow: UnitOfWork, subjects: dict[str, bool]) -> None:
    """For subjects of a `PauseLimit`: remove all attempts from the counts of those with `True`, the last one from those
    with `False`, and end their pauses."""
    counters = _locked(uow, subjects)
    for counter in counters:
        counter.reset_after_success(all_attempts=subjects[counter.subject], now=uow.now)
    _store(uow, counters)


def _expect_no_wait(uow: UnitOfWork, counters: Iterable[Counter], limits: dict[str, Limit]) -> None:
    wait = max((limits[counter.subject].wait(counter, uow.now) for counter in counters), default=dt.timedelta())
    if wait > dt.timedelta():
        raise TooManyAttempts(seconds=math.ceil(wait.total_seconds()))


def _locked(uow: UnitOfWork, subjects: Collection[str]) -> list[Counter]:
    """The counters, with locked rows, created when missing; sorted, so that transactions do not deadlock."""
    for subject in sorted(subjects):
        insert_new(uow.session, rate_limit_counters, {"subject": subject, "count": 0, "next_at": uow.now})
    query = select(rate_limit_counters).where(rate_limit_counters.c.subject.in_(subjects))
    rows = uow.session.execute(query.order_by(rate_limit_counters.c.subject).with_for_update())
    return [Counter(*row) for row in rows]


def _store(uow: UnitOfWork, counters: Iterable[Counter]) -> None:
    for counter in counters:
        changed = update(rate_limit_counters).where(rate_limit_counters.c.subject == counter.subject)
        uow.session.execute(changed.values(count=counter.count, next_at=counter.next_at))
