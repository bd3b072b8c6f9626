"""`machinepark serve SERVICE`: one service in a process of its own, on RabbitMQ."""

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
from services.chassis.bus.amqp import AmqpTransport
from services.chassis.persistence.migrations import is_current
from services.chassis.runtime.metrics import MetricsCollector
from services.chassis.runtime.process import CALLS, ENTRYPOINTS, Process, ServiceDefinition
from services.chassis.settings import Settings

NICENESS = 15
"""Niceness: a small share of a core that others want as well, all of one that nobody does."""
AUTOGROUP = Path("/proc/self/autogroup")


def run(name: str, settings: Settings, doors: frozenset[str] = ENTRYPOINTS) -> None:
    """Answer calls and listen until SIGTERM or SIGINT; then finish what is in hand. Raises Trouble."""
    process = make(name, settings, doors)
    if CALLS not in doors or _parts_of(name).low_priority:
        lower_priority()
    stopping = threading.Event()

    def stop(*_: Any) -> None:
        stopping.set()

    stop_telling = metrics.serve(settings, MetricsCollector(process))
    process.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    stop_with_supervisor(stop)
    stopping.wait()
    process.stop()
    stop_telling()


def lower_priority() -> None:
    """Let those go first for whom somebody waits: for the effects of events and for a mail to leave nobody does.

    Linux may weigh sessions first, and processes only within each (`sched(7)`, autogroup): then it is said for the
    session, too, where it is this process's own.
    """
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid() and AUTOGROUP.exists():
        with contextlib.suppress(OSError):
            AUTOGROUP.write_text(str(NICENESS))


def make(name: str, settings: Settings, doors: frozenset[str] = ENTRYPOINTS) -> Process:
    """The service, ready to start: what it stands on is there. Raises Trouble."""
    check_broker_identity(name, settings)
    check_database(settings.database_of(name))
    check_broker(settings.amqp_url)
    process = Process(settings, [_parts_of(name)], lambda _user: AmqpTransport(settings.amqp_url), SERVICES, doors)
    runtime = process.runtimes[name]
    if not is_current(runtime.database, name):
        runtime.close()
        raise StartupError(f"The database of {name} is not up to date. Run: machinepark migrate {name}")
    return process


def _parts_of(name: str) -> ServiceDefinition:
    return next(parts for parts in SERVICES if parts.name == name)
