"""What a service does by itself, beside calls and events: relay, retries, timed work, retention. A loop for each."""

import threading
from collections.abc import Callable

from nameko.extensions import SharedExtension

from services.chassis import observe
from services.chassis.contract import ContractError, Operation
from services.chassis.service import inbox, jobs
from services.chassis.service.inbox import Waiting
from services.chassis.service.relay import Relay
from services.chassis.service.retention import Retention
from services.chassis.service.runtime import RuntimeExtension

POLL = 1.0
"""Seconds after which a loop looks by itself; a commit in this process wakes it at once."""
LONGEST_PAUSE = 30.0
JOBS_AT_ONCE = 3
JOB_SECONDS = 50.0
"""How long a job may take; asked twice that is still within its lease."""
log = observe.log()


class Upkeep(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Runs the loops from the container's start to its stop."""

    runtime_extension = RuntimeExtension()
    again: Callable[[Waiting], None]

    def __init__(self) -> None:
        self._loops: list[_Loop] = []

    def start(self) -> None:
        runtime = self.runtime_extension.runtime
        relay = Relay(runtime, self.container.config["HAS_LISTENER"])

        def publish() -> bool:
            leased, confirmed = relay.run_once() if relay.anything_waiting() else (0, 0)
            if leased and not confirmed:
                raise NotTaken
            return leased > 0

        def retry() -> bool:
            waiting = inbox.lease(runtime, 20) if inbox.anything_due(runtime) else []
            for one in waiting:
                self.again(one)
            return bool(waiting)

        def work() -> bool:
            now = runtime.clock.now()
            leased = jobs.lease(runtime.database, now, 1) if jobs.anything_due(runtime.database, now) else []
            for job in leased:
                self._run(job)
            return bool(leased)

        tidy = Retention(runtime).run_once
        self._loops = [
            _Loop("relay", publish),
            _Loop("retries", retry),
            *(_Loop("jobs", work) for _ in range(JOBS_AT_ONCE)),
            _Loop("retention", tidy, poll=60.0),
        ]
        for loop in self._loops:
            runtime.database.on_commit.append(loop.wake)
            self.container.spawn_managed_thread(loop.run, identifier=f"{runtime.service}.{loop.name}")

    def stop(self) -> None:
        for loop in self._loops:
            loop.stop()

    def _run(self, job: jobs.Job) -> None:
        runtime = self.runtime_extension.runtime
        observe.correlate("")
        try:
            operation = _operation(runtime.service, job.command)
            runtime.client.call(operation, runtime.caller, key=f"job-{job.token}", timeout=JOB_SECONDS, **job.request)
        except (ContractError, LookupError) as error:
            log.warning("job failed", command=job.command, key=job.key, attempts=job.attempts + 1, error=str(error))
            jobs.failed(runtime.database, job, runtime.clock.now(), str(error))
        else:
            jobs.done(runtime.database, job)


class NotTaken(Exception):
    """The bus took over none of a batch."""


class _Loop:
    """Does something again and again: at once while there is work, else when woken or after a while."""

    def __init__(self, name: str, step: Callable[[], bool], poll: float = POLL) -> None:
        self.name, self._step, self._poll = name, step, poll
        self._woken, self._stopping, self._ended = threading.Event(), False, threading.Event()

    def wake(self) -> None:
        self._woken.set()

    def run(self) -> None:
        pause = self._poll
        while not self._stopping:
            self._woken.clear()
            try:
                busy, pause = self._step(), self._poll
            except Exception as error:
                if not isinstance(error, NotTaken):
                    log.warning("pause after a fault", loop=self.name, seconds=pause, exc_info=error)
                busy, pause = False, min(pause * 2, LONGEST_PAUSE)
            if not busy and not self._stopping:
                self._woken.wait(pause)
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
