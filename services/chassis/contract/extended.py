"""Responses that are an aggregate with further fields."""

from typing import Any


class Extended:
    """An aggregate or row with fields that are added or replaced. All other attributes are read from it.

    `Extended(row, groups=groups)` has the attributes of `row`, and `groups`.
    """

    def __init__(self, source: Any, **fields: Any) -> None:
        self.__dict__.update(fields)
        self._source = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)
