"""Tabs of a page."""

from typing import NamedTuple


class Tab(NamedTuple):
    """`key` is the translation key of the text, `waiting` the number behind it, which is not shown if it is 0."""

    key: str
    url: str
    current: bool
    waiting: int = 0
