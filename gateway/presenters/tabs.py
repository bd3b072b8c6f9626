"""Tabs of a page."""

from typing import NamedTuple


class Tab(NamedTuple):
    """`key` is the translation key of the text."""

    key: str
    url: str
    current: bool
