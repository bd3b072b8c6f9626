"""An event as a subscription sees it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class NotYet(Exception):
    """Something that the event needs has not arrived; it is tried again soon, and that is no error."""


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """`data` is loaded by the contract; it is empty when `deleted`. Rows of a feed get a new `id`."""

    id: UUID
    type: str
    subject: UUID
    version: int
    time: dt.datetime
    deleted: bool
    data: dict[str, Any]
