"""What a service does by itself, beside calls and events: relay, retries, timed work, retention. A loop for each."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection

from nameko.extensions import SharedExtension

from services.chassis import faultpoints, observability
from services.chassis.contract import ContractError, Operation
from services.chassis.faultpoints import FaultPoint
from services.chassis.messaging import inbox
from services.chassis.messaging.inbox import RetryableEvent
from services.chassis.messaging.relay import BATCH, Relay
from services.chassis.persistence import jobs
from services.chassis.persistence.loops import JOBS, JOBS_AT_ONCE, RELAY, RETENTION, RETRIES
from services.chassis.runtime import due_work
from services.chassis.runtime.retention import Retention
from services.chassis.runtime.runtime import RuntimeExtension

LOOPS_KEY = "LOOPS"
"""Which loops a container has to run: each runs once in a process of a service."""
POLL = 1.0
"""Seconds after which a service looks for something to do; a commit in this process wakes the loops it concerns."""
LONGEST_PAUSE = 30.0
GATHERING = 0.02
"""Seconds between two batches of events that are not full: one alone leaves at once, many together."""
JOB_SECONDS = 50.0
"""How long a job may take; asked twice that is still within its lease."""
log = observability.log()


class BackgroundTasks(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Runs the loops from the container's start to its stop."""

    runtime_extension = RuntimeExtension()
    again: Callable[[RetryableEvent], None]

    def __init__(self) -> None:
        self._loops: list[_Loop] = []

    def start(self) -> None:
        wanted = self.container.config[LOOPS_KEY]
        if not wanted:
            return
        runtime = self.runtime_extension.runtime
        has_listener = self.container.config["HAS_LISTENER"]
        relay = Relay(runtime.service, runtime.database, runtime.clock, runtime.transport.publish, has_listener)

        def publish() -> bool:
            leased, confirmed = relay.run_once()
            if leased and not confirmed:
                raise BusUnavailable
            return leased == BATCH  # of fewer, nothing is left; a commit meanwhile wakes the loop

        def retry() -> bool:
            due = inbox.lease(runtime.database, runtime.clock.now(), 20)
            for one in due:
                faultpoints.hit(FaultPoint.RETRIES_LEASED, one.event_id)
                self.retry(one)
            return bool(due)

        def run_job() -> bool:
            leased = jobs.lease(runtime.database, runtime.clock.now(), 1)
            for job in leased:
                self._run(job)
            return bool(leased)

        loops = [
            _Loop(RELAY, publish, apart=GATHERING),
            _Loop(RETRIES, retry),
            *(_Loop(JOBS, run_job) for _ in range(JOBS_AT_ONCE)),
            _Loop(RETENTION, Retention(runtime).run_once),
        ]
        works = [loop for loop in loops if loop.name in wanted]

        def wake(counts: Counter[str]) -> None:
            """So many loops of each name, those first that do nothing."""
            for loop in sorted(works, key=lambda one: not one.waits):
                if counts[loop.name] and not loop.resting:
                    counts[loop.name] -= 1
                    loop.wake()

        def look() -> bool:
            wake(Counter(due_work.count_due_work(runtime) | {RETENTION: 1}))  # which knows by itself when it is time
            return False

        pulse = _Loop("pulse", look, pause=POLL)

        def committed(names: Collection[str]) -> None:
            for loop in works:
                loop.resting = loop.resting and loop.name not in names
            wake(Counter(names))

        runtime.database.on_commit.append(committed)
        self._loops = [*works, pulse]
        for loop in self._loops:
            self.container.spawn_managed_thread(loop.run, identifier=f"{runtime.service}.{loop.name}")

    def stop(self) -> None:
        for loop in self._loops:
            loop.stop()

    def _run(self, job: jobs.Job) -> None:
        runtime = self.runtime_extension.runtime
        observability.set_correlation_id("")
        faultpoints.hit(FaultPoint.JOB_LEASED, job.command)
        try:
            operation = _operation(runtime.service, job.command)
            runtime.client.call(operation, runtime.caller, key=f"job-{job.token}", timeout=JOB_SECONDS, **job.request)
        except (ContractError, LookupError) as error:
            log.warning("job failed", command=job.command, key=job.key, attempts=job.attempts + 1, error=str(error))
            jobs.failed(runtime.database, job, runtime.clock.now(), str(error))
        else:
            faultpoints.hit(FaultPoint.JOB_SUCCEEDED, job.command)
            jobs.done(runtime.database, job)


class BusUnavailable(Exception):
    """The bus took over none of a batch."""


class _Loop:
    """Does something again and again: at once while there is work, else when woken or after a while.

    After a fault it is `resting`, with pauses that grow; it is woken all the same. `waits` while it does nothing.
    """

    def __init__(
        self, name: str, step: Callable[[], bool], *, pause: float = LONGEST_PAUSE, apart: float = 0.0
    ) -> None:
        """`pause`: seconds after which it looks unasked. `apart`: between the beginnings of two steps, unless the first
        leaves work."""
        self.name, self._step, self._pause, self._apart, self.resting = name, step, pause, apart, False
        self.waits = False
        self._woken, self._stopping, self._ended = threading.Event(), False, threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def run(self) -> None:
        pause = POLL
        while not self._stopping:
            begun = time.monotonic()
            self._woken.clear()
            try:
                busy, pause, self.resting = self._step(), POLL, False
            except Exception as error:
                if not isinstance(error, BusUnavailable):
                    log.warning("pause after a fault", loop=self.name, seconds=pause, exc_info=error)
                busy, pause, self.resting = False, min(pause * 2, LONGEST_PAUSE), True
            if not busy and not self._stopping:
                self.waits = True
                self._woken.wait(pause if self.resting else self._pause)
                self.waits = False
                time.sleep(max(0.0, begun + self._apart - time.monotonic()))
        self._ended.set()

    def stop(self) -> None:
        """Returns when the step in hand is done."""
        self._stopping = True
        self._woken.set()
        self._ended.wait(LONGEST_PAUSE)


def _operation(service: str, name: str) -> type[Operation]:
    """Raises LookupError for a command that is not there (any more)."""
    left: list[type[Operation]] = [Operation]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if (kind.service, kind.name) == (service, name):
            return kind
    raise LookupError(f"command_gone: there is no command {name}")
