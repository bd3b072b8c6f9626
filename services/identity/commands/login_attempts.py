"""Counting guesses, in transactions of their own: a try counts although what it tried is refused."""

import datetime as dt

from sqlalchemy import select

from services.chassis.persistence import UnitOfWork
from services.chassis.persistence.dialects import insert_new
from services.chassis.runtime.prepare_context import PrepareContext
from services.identity.contracts import TooManyAttempts
from services.identity.model import LoginAttempts
from services.identity.model.login_attempts import Limit

Counted = list[tuple[Limit, str]]
"""Limits, each with the subject (`Limit.subject`) under which a try counts."""


def count(context: PrepareContext, counted: Counted) -> None:
    """Count a try under all of these, or under none where one of them has to wait. Raises TooManyAttempts."""
    with context.write("counting a try") as uow:
        limits = {subject: limit for limit, subject in counted}
        rows = _locked(uow, list(limits))
        wait = max(row.wait(limits[row.subject], uow.now) for row in rows)
        if wait > dt.timedelta():
            raise TooManyAttempts(seconds=max(1, round(wait.total_seconds())))
        for row in rows:
            row.count_one(limits[row.subject], uow.now)


def take_back(uow: UnitOfWork, subjects: dict[str, bool]) -> None:
    """It was no guess: `True` for a subject of which all tries are forgotten, `False` where only the last one is."""
    for row in _locked(uow, list(subjects)):
        row.take_back(all=subjects[row.subject], now=uow.now)


def _locked(uow: UnitOfWork, subjects: list[str]) -> list[LoginAttempts]:
    """In an order of their own, so that two never wait for each other."""
    for subject in sorted(subjects):
        insert_new(uow.session, LoginAttempts.__table__, {"subject": subject, "count": 0, "next_at": uow.now})  # type: ignore[arg-type]
    found = (
        select(LoginAttempts)
        .where(LoginAttempts.subject.in_(subjects))
        .order_by(LoginAttempts.subject)
        .with_for_update()
    )
    return list(uow.session.scalars(found))
