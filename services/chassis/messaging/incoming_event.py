"""A received event, as a subscription gets it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class NotYet(Exception):
    """Raised by a subscription if data that the event depends on has not arrived. Retried soon; no error is logged."""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """`data` is loaded with the contract's schema; empty if `deleted`. Rows of a feed get a new `id`. `time` is UTC."""

    id: UUID
    type: str
    subject: UUID
    version: int
    time: dt.datetime
    deleted: bool
    data: dict[str, Any]
