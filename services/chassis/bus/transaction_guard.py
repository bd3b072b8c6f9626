"""Forbids messages and slow work inside a write transaction.

A message that was sent cannot be rolled back, and other transactions would wait for the lock meanwhile.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_transaction: ContextVar[str] = ContextVar("write_transaction", default="")


class WithinTransaction(RuntimeError):
    """A publish, a call or other slow work was attempted while a write transaction is open."""


@contextlib.contextmanager
def write_transaction(name: str) -> Iterator[None]:
    """Mark a write transaction as open in this context (thread or green thread)."""
    token = _transaction.set(name)
    try:
        yield
    finally:
        _transaction.reset(token)


def refuse_within_transaction(what: str) -> None:
    """Raise WithinTransaction if a write transaction is open. `what` names the attempted action."""
    if name := _transaction.get():
        raise WithinTransaction(f"{what} within the transaction of {name}")
