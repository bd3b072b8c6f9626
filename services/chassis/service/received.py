"""An event as a subscription sees it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class NotYet(Exception):
    """Something that the event needs has not arrived; it is tried again soon, and that is no error."""


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """`data` is loaded by the contract, and empty for a tombstone (`gone`). Rows of a feed get an `id` of their own."""

    id: UUID
    type: str
    subject: UUID
    version: int
    time: dt.datetime
    gone: bool
    data: dict[str, Any]
