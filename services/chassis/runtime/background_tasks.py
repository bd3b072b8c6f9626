"""The background loops of a service: relay, retries, jobs and retention."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection

from nameko.extensions import SharedExtension

from services.chassis import faultpoints, observability
from services.chassis.contract import ContractError, Operation
from services.chassis.contract.declared import find_operation
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
"""nameko config key: the loops that a container runs. Each loop runs in one container of a process."""
POLL = 1.0
"""Seconds between queries for due work. A commit in this process wakes the loops concerned at once."""
LONGEST_PAUSE = 30.0
"""Seconds between attempts of a failing loop, at most."""
GATHERING = 0.02
"""Least seconds between two batches of events that are not full: a single event is published at once, events close
together in one batch (docs/decisions/0011-speed.md#background-tasks)."""
JOB_SECONDS = 50.0
"""Timeout of a job's call. It is sent at most twice, which is within the lease of 150 seconds."""
log = observability.log()


class BackgroundTasks(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Runs the loops of a container. `retry` is set by the subscribers."""

    runtime_extension = RuntimeExtension()
    retry: Callable[[RetryableEvent], None]

    def __init__(self) -> None:
        self._loops: list[_Loop] = []

    def start(self) -> None:
        loop_names = self.container.config[LOOPS_KEY]
        if not loop_names:
            return
        runtime = self.runtime_extension.runtime
        has_listener = self.container.config["HAS_LISTENER"]
        relay = Relay(runtime.service, runtime.database, runtime.clock, runtime.transport.publish, has_listener)

        def publish() -> bool:
            leased, confirmed = relay.run_once()
            if leased and not confirmed:
                raise BusUnavailable
            return leased == BATCH  # the outbox is empty otherwise; a later commit wakes the loop

        def retry() -> bool:
            due = inbox.lease(runtime.database, runtime.clock.now(), 20)
            for event in due:
                faultpoints.hit(FaultPoint.RETRIES_LEASED, event.event_id)
                self.retry(event)
            return bool(due)

        def run_job() -> bool:
            leased = jobs.lease(runtime.database, runtime.clock.now(), 1)
            for job in leased:
                self._run_job(job)
            return bool(leased)

        loops = [
            _Loop(RELAY, publish, apart=GATHERING),
            _Loop(RETRIES, retry),
            *(_Loop(JOBS, run_job) for _ in range(JOBS_AT_ONCE)),
            _Loop(RETENTION, Retention(runtime).run_once),
        ]
        own_loops = [loop for loop in loops if loop.name in loop_names]

        def wake(counts: Counter[str]) -> None:
            """Wake `counts` loops of each name, idle loops first."""
            for loop in sorted(own_loops, key=lambda loop: not loop.is_idle):
                if counts[loop.name] and not loop.resting:
                    counts[loop.name] -= 1
                    loop.wake()

        def poll() -> bool:
            wake(Counter(due_work.count_due_work(runtime) | {RETENTION: 1}))  # retention checks its own schedule
            return False

        pulse = _Loop("pulse", poll, pause=POLL)

        def on_commit(names: Collection[str]) -> None:
            for loop in own_loops:
                loop.resting = loop.resting and loop.name not in names
            wake(Counter(names))

        runtime.database.on_commit.append(on_commit)
        self._loops = [*own_loops, pulse]
        for loop in self._loops:
            self.container.spawn_managed_thread(loop.run, identifier=f"{runtime.service}.{loop.name}")

    def stop(self) -> None:
        for loop in self._loops:
            loop.stop()

    def _run_job(self, job: jobs.Job) -> None:
        runtime = self.runtime_extension.runtime
        observability.start_log_context("")
        faultpoints.hit(FaultPoint.JOB_LEASED, job.command)
        try:
            operation = _operation(runtime.service, job.command)
            runtime.client.call(
                operation,
                runtime.caller,
                service=runtime.service,
                key=f"job-{job.token}",
                timeout=JOB_SECONDS,
                **job.request,
            )
        except (ContractError, LookupError) as error:
            log.warning("job failed", command=job.command, key=job.key, attempts=job.attempts + 1, error=str(error))
            jobs.failed(runtime.database, job, runtime.clock.now(), str(error))
        else:
            faultpoints.hit(FaultPoint.JOB_SUCCEEDED, job.command)
            jobs.done(runtime.database, job)


class BusUnavailable(Exception):
    """The bus confirmed no event of a batch."""


class _Loop:
    """Repeats `step`: at once while it returns True, else when woken or after a pause.

    After an exception the loop is `resting`: it pauses for 2, 4, 8, … seconds, at most LONGEST_PAUSE, or until a commit
    wakes it.
    `is_idle`: waiting for a wake or a pause.
    """

    def __init__(
        self, name: str, step: Callable[[], bool], *, pause: float = LONGEST_PAUSE, apart: float = 0.0
    ) -> None:
        """`pause`: seconds until the next step if not woken. `apart`: least seconds between the starts of two steps,
        unless the first returned True."""
        self.name, self._step, self._pause, self._apart, self.resting = name, step, pause, apart, False
        self.is_idle = False
        self._woken, self._stopping, self._ended = threading.Event(), False, threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def run(self) -> None:
        pause = POLL
        while not self._stopping:
            started_at = time.monotonic()
            self._woken.clear()
            try:
                busy, pause, self.resting = self._step(), POLL, False
            except Exception as error:
                if not isinstance(error, BusUnavailable):
                    log.warning("background loop failed", loop=self.name, seconds=pause, exc_info=error)
                busy, pause, self.resting = False, min(pause * 2, LONGEST_PAUSE), True
            if not busy and not self._stopping:
                self.is_idle = True
                self._woken.wait(pause if self.resting else self._pause)
                self.is_idle = False
                time.sleep(max(0.0, started_at + self._apart - time.monotonic()))
        self._ended.set()

    def stop(self) -> None:
        """Return when the current step has ended."""
        self._stopping = True
        self._woken.set()
        self._ended.wait(LONGEST_PAUSE)


def _operation(service: str, name: str) -> type[Operation]:
    """The command of a job, which may be one that every service has. Raises LookupError if it no longer exists."""
    operation = find_operation(service, name)
    if operation is None:
        raise LookupError(f"command_gone: there is no command {name}")
    return operation
