"""Work that must not run inside a transaction: password hashing, calls to other services, SMTP."""

import contextlib
import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from eventlet import tpool

from services.chassis.bus import transaction_guard
from services.chassis.contract import Caller, DeadlinePassed, Kind, Operation, ServiceUnavailable
from services.chassis.persistence import rate_limits
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime.cpu_slots import QueueFull
from services.chassis.runtime.runtime import Runtime

Result = TypeVar("Result")


class Run(Protocol):
    """Runs a function with its arguments and returns its result."""

    def __call__(self, function: Callable[..., Result], *args: Any) -> Result: ...


NICENESS = 10
"""Niceness of threads of `cpu_slot`. Each step reduces a thread's scheduling weight by about a fifth."""
MAX_THREADS = 12
"""Threads for `run_in_thread`; the other workers of the service stay free for fast operations."""


class PrepareContext:
    """Argument of a `prepare` step, which runs before the transaction; its result is added to the request.

    `deadline`: the Unix timestamp in seconds at which the caller stops waiting; None if it waits for ever.
    """

    def __init__(self, runtime: Runtime, caller: Caller, deadline: float | None) -> None:
        self._runtime, self._caller, self._deadline = runtime, caller, deadline
        self.settings = runtime.settings
        self.projections = runtime.projections
        self.definition = runtime.definition

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
            yield UnitOfWork(session, self._runtime.service, self._runtime.clock, writes=False)

    @contextlib.contextmanager
    def write(self, name: str) -> Iterator[UnitOfWork]:
        """A short transaction before the command's; it stays committed if the command fails."""
        with self._runtime.database.write(name) as session:
            uow = UnitOfWork(session, self._runtime.service, self._runtime.clock)
            yield uow
            uow.flush_events()

    def empty_wal(self) -> bool:
        """Erase former contents from the WAL file of the service's database (SQLite). False if that must wait."""
        return self._runtime.database.empty_wal()

    def count_attempt(self, counted: rate_limits.Counted) -> None:
        """Count an attempt, which counts even when the operation is refused. Raises TooManyAttempts."""
        with self.write("counting an attempt") as uow:
            rate_limits.count(uow, counted)

    def cancel_attempt(self, counted: rate_limits.Counted) -> None:
        """Undo the count of an attempt that did not take place."""
        with self.write("cancelling an attempt") as uow:
            rate_limits.cancel_attempt(uow, counted)

    @property
    def service_caller(self) -> Caller:
        """This service, as the caller of others."""
        return self._runtime.caller

    def call(self, operation: type[Operation], caller: Caller | None = None, /, **request: Any) -> dict[str, Any]:
        """Call another service, by default as `service_caller`."""
        return self._runtime.client.call(operation, caller or self.service_caller, **request)

    @contextlib.contextmanager
    def cpu_slot(self, *shares: str, is_known: bool | None = None) -> Iterator[Run]:
        """Wait for one of the slots for CPU-bound functions (half the cores) and yield a function that runs them in an
        OS thread with low priority.

        `shares` are what waits for slots in turn (`fair_queue.py`), by default the caller; known are, unless stated,
        all callers but visitors. The waiting call occupies no worker. Raises DeadlinePassed before or after a function,
        and ServiceUnavailable if too many calls of these shares wait.
        """
        transaction_guard.refuse_within_transaction("waiting for a CPU slot")
        shares = shares or (f"{self._caller.kind}:{self._caller.person_id}",)
        is_known = self._caller.kind is not Kind.VISITOR if is_known is None else is_known
        seconds = None if self._deadline is None else max(0.0, self._deadline - time.time())
        try:
            with self._without_worker(), self._runtime.cpu_slots.slot(shares, seconds, is_known=is_known):
                self._check_deadline()
                yield self._run
        except QueueFull:
            raise ServiceUnavailable(service=self._runtime.service) from None

    def _run(self, function: Callable[..., Result], *args: Any) -> Result:
        result = tpool.execute(_with_low_priority, function, *args)
        self._check_deadline()
        return result  # type: ignore[no-any-return]

    @contextlib.contextmanager
    def _without_worker(self) -> Iterator[None]:
        """Let another call have the worker of this one meanwhile."""
        self._runtime.workers.release()
        try:
            yield
        finally:
            self._runtime.workers.acquire()

    def _check_deadline(self) -> None:
        if self._deadline is not None and time.time() > self._deadline:
            raise DeadlinePassed

    def run_in_thread(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run a blocking function in an OS thread, while green threads continue.

        Raises ServiceUnavailable if MAX_THREADS are in use: each occupies a worker of the service.
        """
        transaction_guard.refuse_within_transaction(f"{function.__name__} in a thread")
        runtime = self._runtime
        if runtime.in_threads >= MAX_THREADS:
            raise ServiceUnavailable(service=runtime.service)
        runtime.in_threads += 1
        try:
            return tpool.execute(function, *args)  # type: ignore[no-any-return]
        finally:
            runtime.in_threads -= 1


def _with_low_priority(function: Callable[..., Result], *args: Any) -> Result:
    """Runs in an OS thread. Niceness is per thread on Linux (PID 0: the calling thread); elsewhere it is not set."""
    if sys.platform == "linux" and os.getpriority(os.PRIO_PROCESS, 0) < NICENESS:  # only root may lower it again
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return function(*args)
