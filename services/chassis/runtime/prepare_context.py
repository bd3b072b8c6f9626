"""Work that has no place in a transaction: hashing passwords, calling others, talking to mail servers."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from eventlet import tpool

from services.chassis.bus import transaction_guard
from services.chassis.contract import Operation, ServiceUnavailable
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime.runtime import Runtime

Result = TypeVar("Result")
NICENESS = 10
"""The niceness of a thread that computes; each step gives it a quarter less of a core that others want."""
MAX_THREADS = 12
"""Of the twenty workers of a service: the others stay free for what is quick."""


class PrepareContext:
    """What a `prepare` step works with: runs before the transaction, and what it returns goes to the command."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.settings = runtime.settings
        self.projections = runtime.projections

    @property
    def now(self) -> dt.datetime:
        return self._runtime.clock.now()

    def checks(self) -> dict[str, bool]:
        """How the service is doing, part by part: of those it has by now, for it may still be starting."""
        return {name: well() for name, well in list(self._runtime.health_checks.items())}

    @contextlib.contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A short look into the database; over before anything slow begins."""
        with self._runtime.database.read() as session:
            yield UnitOfWork(session, self._runtime.service, self.now, writes=False)

    @contextlib.contextmanager
    def write(self, name: str) -> Iterator[UnitOfWork]:
        """A short transaction of its own, before the command's: what it writes stays where the command is refused."""
        with self._runtime.database.write(name) as session:
            uow = UnitOfWork(session, self._runtime.service, self.now)
            yield uow
            uow.flush_events()

    def call(self, operation: type[Operation], **request: Any) -> dict[str, Any]:
        """Ask another service, as this one."""
        return self._runtime.client.call(operation, self._runtime.caller, **request)

    def compute(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run something that computes for long in a real thread: on half the cores at most, and behind
        everything else that wants one, so that others go on as if nothing were.

        Raises ServiceUnavailable as `thread` does.
        """
        with self._one_more(function), self._runtime.computing:
            return tpool.execute(_behind_others, function, *args)  # type: ignore[no-any-return]

    def thread(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run something that takes long in a real thread, while others go on.

        Raises ServiceUnavailable when too many do so already: they would take the workers of everybody else.
        """
        with self._one_more(function):
            return tpool.execute(function, *args)  # type: ignore[no-any-return]

    @contextlib.contextmanager
    def _one_more(self, function: Callable[..., Any]) -> Iterator[None]:
        """Counts those that run and those that wait for their turn: each has a worker."""
        transaction_guard.refuse_within_transaction(f"{function.__name__} in a thread")
        runtime = self._runtime
        if runtime.in_threads >= MAX_THREADS:
            raise ServiceUnavailable(service=runtime.service)
        runtime.in_threads += 1
        try:
            yield
        finally:
            runtime.in_threads -= 1


def _behind_others(function: Callable[..., Result], *args: Any) -> Result:
    """In a real thread. Linux gives each a niceness of its own (0 is the thread that asks); elsewhere none is set."""
    if sys.platform == "linux" and os.getpriority(os.PRIO_PROCESS, 0) < NICENESS:  # only root may take less
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return function(*args)
