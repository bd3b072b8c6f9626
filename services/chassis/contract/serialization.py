"""What travels, as JSON: the same text for everything that leaves a process."""

import datetime as dt
import enum
import json
from typing import Any
from uuid import UUID


def encode_default(value: Any) -> Any:
    """`json.dumps(default=plain)`: identifiers, moments, days and words as strings. Raises TypeError for others."""
    if isinstance(value, UUID | enum.Enum):
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} does not travel")


to_json = json.JSONEncoder(default=encode_default).encode
to_sorted_json = json.JSONEncoder(default=encode_default, sort_keys=True).encode
"""The same text for the same values, however they were put together."""
