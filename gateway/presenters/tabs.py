"""Parts of a page, each at its own address."""

from typing import NamedTuple


class Tab(NamedTuple):
    """`key` is the text's."""

    key: str
    url: str
    current: bool
