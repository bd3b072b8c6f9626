"""`machinepark serve SERVICE`: one service in its own process, on RabbitMQ."""

import contextlib
import os
import signal
import threading
from pathlib import Path
from typing import Any

from deploy.run import metrics
from deploy.run.broker_identity import check_broker_identity
from deploy.run.errors import StartupError
from deploy.run.preflight import check_broker, check_database
from deploy.run.services import SERVICES
from deploy.run.supervisor import stop_with_supervisor
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.persistence.migrations import is_current
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.metrics import MetricsCollector
from services.chassis.runtime.process import CALLS, ENTRYPOINTS, Process
from services.chassis.settings import Settings

NICENESS = 15
"""Niceness of low-priority processes: a small share of a busy core, all of an idle one."""
AUTOGROUP = Path("/proc/self/autogroup")


def run(name: str, settings: Settings, entrypoints: frozenset[str] = ENTRYPOINTS) -> None:
    """Serve calls and events until SIGTERM or SIGINT, then finish work in progress. Raises StartupError."""
    process = make(name, settings, entrypoints)
    if settings.low_priority and (CALLS not in entrypoints or _definition_of(name).low_priority):
        lower_priority()
    stopping = threading.Event()

    def stop(*_: Any) -> None:
        stopping.set()

    stop_metrics = metrics.serve(settings, MetricsCollector(process))
    process.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    stop_with_supervisor(stop)
    stopping.wait()
    process.stop()
    stop_metrics()


def lower_priority() -> None:
    """Raise the niceness of a process that only handles events or sends mails: nobody waits for it.

    With autogroups (`sched(7)`), Linux schedules sessions before processes; then the niceness of the session is raised
    too, if this process leads it.
    """
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid() and AUTOGROUP.exists():
        with contextlib.suppress(OSError):
            AUTOGROUP.write_text(str(NICENESS))


def make(name: str, settings: Settings, entrypoints: frozenset[str] = ENTRYPOINTS) -> Process:
    """The process, not started, after checks of broker user, database, broker and migrations. Raises StartupError."""
    check_broker_identity(name, settings)
    check_database(settings.database_of(name))
    check_broker(settings.amqp_url)
    process = Process(
        settings, [_definition_of(name)], lambda _user: AmqpTransport(settings.amqp_url), SERVICES, entrypoints
    )
    runtime = process.runtimes[name]
    if not is_current(runtime.database, name):
        runtime.close()
        raise StartupError(f"The database of {name} is not up to date. Run: machinepark migrate {name}")
    return process


def _definition_of(name: str) -> ServiceDefinition:
    return next(definition for definition in SERVICES if definition.name == name)
