"""Asking the owner of what a copy is of: page by page, or for single rows that no event has told of yet."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.chassis.service.columns import new_id
from services.chassis.service.copies import Fed
from services.chassis.service.outside import Outside
from services.chassis.service.received import ReceivedEvent

MOST_UNKNOWN = 10
"""Of one request. What was made a moment ago is one or a few; more are not asked for, and stay unknown."""


def page(outside: Outside, fed: Fed, **which: Any) -> tuple[list[ReceivedEvent], UUID | None]:
    """A page of the owner's feed as the events it stands for, and after which row the next begins."""
    answer = outside.call(fed.feed, **which)
    told = [_event(outside, fed, row) for row in fed.feed.response.load(answer)["rows"]]
    return told, answer["next"] and UUID(answer["next"])


def learn(outside: Outside, copy: str, ids: Collection[UUID]) -> None:
    """Take over those that the copy does not know, so that what was made at its owner a moment ago can be used here.

    Before the command's transaction, in a short one of its own. Raises what a call raises when the owner is not there.
    """
    if not ids:
        return
    fed = outside.copies[copy]
    with outside.read() as work:
        known = set(work.session.scalars(select(fed.model.id).where(fed.model.id.in_(ids))))
    for unknown in sorted(set(ids) - known)[:MOST_UNKNOWN]:
        told, _ = page(outside, fed, after=UUID(int=unknown.int - 1) if unknown.int else None, limit=1)
        for event in told:
            if event.subject == unknown:
                _keep(outside, fed, event)


def _keep(outside: Outside, fed: Fed, event: ReceivedEvent) -> None:
    try:
        with outside.write(f"learn {event.type}") as work:
            fed.keep(work, event)
    except IntegrityError:  # the event itself came at the same moment
        return


def _event(outside: Outside, fed: Fed, row: dict[str, Any]) -> ReceivedEvent:
    gone = row["gone"]
    return ReceivedEvent(
        id=new_id(),
        type=fed.feed.of.type,
        subject=row["id"],
        version=row["version"],
        time=outside.now,
        gone=gone,
        data={} if gone else dict(fed.feed.of.received.load(row["data"])),
    )
