"""A received event, as passed to a subscriber."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class NotYet(Exception):
    """Raised by a subscriber if data that the event depends on has not arrived. Retried soon; no error is logged."""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """`data` is loaded with the contract's schema; empty if `deleted`. `time` is UTC.

    A row fetched from a feed is passed on as an event with a new `id`.
    """

    id: UUID
    type: str
    subject: UUID
    version: int
    time: dt.datetime
    deleted: bool
    data: dict[str, Any]
