"""Work that has no place in a transaction: hashing passwords, calling others, talking to mail servers."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from eventlet import tpool

from services.chassis.bus import guard
from services.chassis.contract import Operation, ServiceUnavailable
from services.chassis.service.runtime import Runtime
from services.chassis.service.work import Work

Result = TypeVar("Result")
MOST_THREADS = 12
"""Of the twenty workers of a service: the others stay free for what is quick."""


class Outside:
    """What a `prepare` step works with: runs before the transaction, and what it returns goes to the command."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.settings = runtime.settings
        self.copies = runtime.copies

    @property
    def now(self) -> dt.datetime:
        return self._runtime.clock.now()

    def checks(self) -> dict[str, bool]:
        """How the service is doing, part by part: of those it has by now, for it may still be starting."""
        return {name: well() for name, well in list(self._runtime.parts.items())}

    @contextlib.contextmanager
    def read(self) -> Iterator[Work]:
        """A short look into the database; over before anything slow begins."""
        with self._runtime.database.read() as session:
            yield Work(session, self._runtime.service, self.now, writes=False)

    def call(self, operation: type[Operation], **request: Any) -> dict[str, Any]:
        """Ask another service, as this one."""
        return self._runtime.client.call(operation, self._runtime.caller, **request)

    def thread(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run something that computes for long in a real thread, while others go on.

        Raises ServiceUnavailable when too many do so already: they would take the workers of everybody else.
        """
        guard.refuse_within_transaction(f"{function.__name__} in a thread")
        runtime = self._runtime
        if runtime.in_threads >= MOST_THREADS:
            raise ServiceUnavailable(service=runtime.service)
        runtime.in_threads += 1
        try:
            return tpool.execute(function, *args)  # type: ignore[no-any-return]
        finally:
            runtime.in_threads -= 1
