"""Nothing leaves the process from inside a write transaction: it could not be taken back, and others would wait."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

_transaction: ContextVar[str] = ContextVar("write_transaction", default="")


class WithinTransaction(RuntimeError):
    """A publish, a call or a pause was tried while a write transaction is open."""


@contextlib.contextmanager
def write_transaction(name: str) -> Iterator[None]:
    """Mark that a write transaction is open in this thread."""
    mark = _transaction.set(name)
    try:
        yield
    finally:
        _transaction.reset(mark)


def refuse_within_transaction(what: str) -> None:
    """Raises WithinTransaction when a write transaction is open here."""
    if name := _transaction.get():
        raise WithinTransaction(f"{what} within the transaction of {name}")
