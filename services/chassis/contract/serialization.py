"""JSON encoding of everything that leaves a process. The encoders are reused (docs/decisions/0011-speed.md)."""

import datetime as dt
import enum
import json
from typing import Any
from uuid import UUID


def encode_default(value: Any) -> Any:
    """`default` of `json.dumps`: UUIDs, enums and dates as strings, sets and tuples as lists; else TypeError."""
    if isinstance(value, UUID | enum.Enum):
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not JSON serialisable")


to_json = json.JSONEncoder(default=encode_default).encode
to_sorted_json = json.JSONEncoder(default=encode_default, sort_keys=True).encode
"""With sorted keys: equal values give equal text, for hashing."""
