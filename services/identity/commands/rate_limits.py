"""Counting of attempts, in separate transactions: an attempt counts even when the operation is refused."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select

from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.dialects import insert_new
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import TooManyAttempts
from services.identity.model import RateLimitCounter
from services.identity.model.rate_limits import Limit

Counted = list[tuple[Limit, str]]
"""Limits, each with the subject (`Limit.subject`) under which the attempt is counted."""


def count(context: PrepareContext, counted: Counted) -> None:
    """Count an attempt under all subjects, or under none when one of them is paused. Raises TooManyAttempts."""
    with context.write("counting an attempt") as uow:
        limits = {subject: limit for limit, subject in counted}
        rows = _locked(uow, list(limits))
        _expect_no_pause(uow, rows, limits)
        for row in rows:
            row.count_one(limits[row.subject], uow.now)


def expect_no_pause(context: PrepareContext, counted: Counted) -> None:
    """Raises TooManyAttempts when one of the subjects is paused. Counts nothing."""
    limits = {subject: limit for limit, subject in counted}
    with context.read() as uow:
        rows = uow.session.scalars(select(RateLimitCounter).where(RateLimitCounter.subject.in_(limits)))
        _expect_no_pause(uow, rows, limits)


def cancel_attempt(context: PrepareContext, counted: Counted) -> None:
    """Subtract one from each count, because the password could not be verified in time; pauses stay as they are."""
    with context.write("cancelling an attempt") as uow:
        for row in _locked(uow, [subject for _, subject in counted]):
            row.cancel_one()


def reset_after_success(uow: UnitOfWork, subjects: dict[str, bool]) -> None:
    """Remove all attempts from the counts of subjects with `True`, the last one from those with `False`; end their
    pauses."""
    for row in _locked(uow, list(subjects)):
        row.reset_after_success(all_attempts=subjects[row.subject], now=uow.now)


def _expect_no_pause(uow: UnitOfWork, rows: Iterable[RateLimitCounter], limits: dict[str, Limit]) -> None:
    wait = max((row.wait(limits[row.subject], uow.now) for row in rows), default=dt.timedelta())
    if wait > dt.timedelta():
        raise TooManyAttempts(seconds=max(1, round(wait.total_seconds())))


def _locked(uow: UnitOfWork, subjects: list[str]) -> list[RateLimitCounter]:
    """The locked rows, created when missing; in sorted order, so that transactions do not deadlock."""
    for subject in sorted(subjects):
        insert_new(uow.session, RateLimitCounter.__table__, {"subject": subject, "count": 0, "next_at": uow.now})  # type: ignore[arg-type]
    query = (
        select(RateLimitCounter)
        .where(RateLimitCounter.subject.in_(subjects))
        .order_by(RateLimitCounter.subject)
        .with_for_update()
    )
    return list(uow.session.scalars(query))
