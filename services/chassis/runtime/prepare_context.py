"""Work that must not run inside a transaction: password hashing, calls to other services, SMTP."""

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
"""Niceness of threads of `run_cpu_bound`. Each step reduces a thread's scheduling weight by about a fifth."""
MAX_THREADS = 12
"""Threads of a service, which has 20 workers; the other workers stay free for fast operations."""


class PrepareContext:
    """Argument of a `prepare` step, which runs before the transaction; its result is added to the request.

    `check_deadline` raises DeadlinePassed.
    """

    def __init__(self, runtime: Runtime, check_deadline: Callable[[], None]) -> None:
        self._runtime, self._check_deadline = runtime, check_deadline
        self.settings = runtime.settings
        self.projections = runtime.projections

    @property
    def now(self) -> dt.datetime:
        return self._runtime.clock.now()

    def checks(self) -> dict[str, bool]:
        """Results of the health checks registered so far; the service may still be starting."""
        return {name: check() for name, check in list(self._runtime.health_checks.items())}

    @contextlib.contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A short read-only session; to be left before slow work starts."""
        with self._runtime.database.read() as session:
            yield UnitOfWork(session, self._runtime.service, self.now, writes=False)

    @contextlib.contextmanager
    def write(self, name: str) -> Iterator[UnitOfWork]:
        """A short transaction before the command's; it stays committed if the command fails."""
        with self._runtime.database.write(name) as session:
            uow = UnitOfWork(session, self._runtime.service, self.now)
            yield uow
            uow.flush_events()

    def call(self, operation: type[Operation], **request: Any) -> dict[str, Any]:
        """Call another service on behalf of this one."""
        return self._runtime.client.call(operation, self._runtime.caller, **request)

    def run_cpu_bound(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run a CPU-bound function in an OS thread with low priority, on at most half the cores.

        Raises ServiceUnavailable as `run_in_thread` does, and DeadlinePassed before or after the call of the function.
        """
        with self._occupy_thread(function), self._runtime.cpu_slots:
            self._check_deadline()
            result = tpool.execute(_with_low_priority, function, *args)
        self._check_deadline()
        return result  # type: ignore[no-any-return]

    def run_in_thread(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run a blocking function in an OS thread, while green threads continue.

        Raises ServiceUnavailable if MAX_THREADS are in use: each occupies a worker of the service.
        """
        with self._occupy_thread(function):
            return tpool.execute(function, *args)  # type: ignore[no-any-return]

    @contextlib.contextmanager
    def _occupy_thread(self, function: Callable[..., Any]) -> Iterator[None]:
        """Count running and waiting functions: each occupies a worker."""
        transaction_guard.refuse_within_transaction(f"{function.__name__} in a thread")
        runtime = self._runtime
        if runtime.in_threads >= MAX_THREADS:
            raise ServiceUnavailable(service=runtime.service)
        runtime.in_threads += 1
        try:
            yield
        finally:
            runtime.in_threads -= 1


def _with_low_priority(function: Callable[..., Result], *args: Any) -> Result:
    """Runs in an OS thread. Niceness is per thread on Linux (PID 0: the calling thread); elsewhere it is not set."""
    if sys.platform == "linux" and os.getpriority(os.PRIO_PROCESS, 0) < NICENESS:  # only root may lower it again
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return function(*args)
