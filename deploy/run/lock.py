"""The lock of a data folder (`var/lock`), which admits one process."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class Held(Exception):
    """Another process holds the lock; `holder` is its process id, empty if unknown."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def hold(var: Path) -> Iterator[None]:
    """Hold the lock of a data folder. The kernel releases it however the process ends. Raises Held."""
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(var / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Held(os.read(descriptor, 20).decode(errors="replace").strip()) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def is_held(var: Path) -> bool:
    """Whether a process holds the lock of this folder."""
    if not (var / "lock").exists():
        return False
    try:
        with hold(var):
            return False
    except Held:
        return True
