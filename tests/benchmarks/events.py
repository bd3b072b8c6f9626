"""Events: latency from commit to last effect, throughput of a relay, and calls during a backlog."""

import contextlib
import datetime as dt
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from amqp_client import connect
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, skip_unless_installed
from sqlalchemy import create_engine

from services.chassis.bus import Client, OutgoingEvent
from services.chassis.bus.envelope import Envelope
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.benchmarks.measure import Bound, Rates, Result, Times, print_progress
from tests.benchmarks.programs.launcher import ROOT, Program, program

sys.path[:0] = [str(ROOT / "tests" / "services" / "chassis" / "runtime")]

from toy_contracts import CountShelf, ToyBroke  # noqa: E402  # after the path

from services.chassis.contract import Caller  # noqa: E402
from services.chassis.runtime.process import CALLS, EVENTS  # noqa: E402

HANDLED, RELAYED, ROUNDS = 200, 10_000, 3
BACKLOG, BACKLOG_ROUNDS, SECONDS = 10_000, 5, 4.0
SHELF_QUEUE = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"
STAFF = Caller.operator("make")


@dataclass(frozen=True, slots=True)
class ToyInstallation:
    """The process of the toy services (programs/toy_services.py), a client of theirs, and a channel to their broker."""

    process: Program
    client: Client
    transport: AmqpTransport
    channel: Any


class Backlog(NamedTuple):
    """Times of calls without and with a backlog. `ratio` of their p95: the median of the rounds' ratios."""

    idle: Times
    busy: Times
    ratio: float


def results() -> Iterator[Result]:
    with _toy_installation() as toys:
        yield event_latency(toys)
        yield relay_rate(toys)
        same_process = calls_with_backlog(toys)
    with _toy_installation(CALLS, EVENTS) as toys:
        separate_processes = calls_with_backlog(toys)
    yield Result(
        "Calls to a service with a backlog of events",
        f"One caller of a service, alternately with a backlog of {BACKLOG:,} events and without one.\n"
        "Calls and events have separate processes (`machinepark serve SERVICE --only calls`, and `--only events`).\n"
        f"A ratio is the median of the ratios of {BACKLOG_ROUNDS} rounds.",
        [Bound.at_most("p95 relative to p95 without a backlog", separate_processes.ratio, 1.5)],
        [separate_processes.idle, separate_processes.busy],
        counts=[("the same ratio, calls and events in one process", f"{same_process.ratio:.2f}×")],
    )


def event_latency(toys: ToyInstallation) -> Result:
    toys.process.request("handle 40")
    times = Times("commit of the command until commit of the last effect", toys.process.request(f"handle {HANDLED}"))
    return Result(
        "From a commit to the last effect",
        "One event at a time with two subscriptions, through outbox, relay, quorum queues and inbox.",
        [Bound.at_most("p95", times.p95, 50, " ms", 1)],
        [times],
    )


def relay_rate(toys: ToyInstallation) -> Result:
    rates = Rates(f"outbox with {RELAYED:,} events")
    for round_ in range(ROUNDS + 1):
        toys.channel.queue_purge("bench")
        seconds = toys.process.request(f"relay {RELAYED}")
        if round_:
            rates.measured.append(RELAYED / seconds)
    return Result(
        "One relay",
        "Events per second that are leased, published to a quorum queue, confirmed and marked.",
        [Bound.at_least("events per second", rates.median, 5000, "", 0)],
        rates=[rates],
    )


def calls_with_backlog(toys: ToyInstallation) -> Backlog:
    idle, busy = Times("a call without a backlog"), Times(f"a call with {BACKLOG:,} events")
    ratios = list[float]()

    def call() -> object:
        return toys.client.call(CountShelf, STAFF, toy_id=str(uuid.uuid4()))

    for round_ in range(BACKLOG_ROUNDS):
        without = _for_seconds(idle.name, call)
        print_progress(f"  turn {round_ + 1} of {BACKLOG_ROUNDS}: {BACKLOG:,} events")
        toys.transport.publish([_event() for _ in range(BACKLOG)])
        with_backlog = _for_seconds(busy.name, call)
        idle.milliseconds += without.milliseconds
        busy.milliseconds += with_backlog.milliseconds
        ratios.append(with_backlog.p95 / without.p95)
        toys.channel.queue_purge(SHELF_QUEUE)
        toys.channel.queue_purge(SHELF_QUEUE.replace("shelf", "toys"))
        time.sleep(1.0)
    return Backlog(idle, busy, statistics.median(ratios))


def _for_seconds(name: str, call: Any) -> Times:
    times, end = Times(name), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        times.measure(call)
    return times


def _event() -> OutgoingEvent:
    """A `toy_broke` event of a toy that does not exist, which subscribers accept."""
    id, toy_id = uuid.uuid4(), str(uuid.uuid4())
    now, data = dt.datetime.now(dt.UTC), {"toy_id": toy_id, "child_id": "anna", "how": "fell"}
    envelope = Envelope(id, "toys", ToyBroke.type, now, toy_id, 2, id.hex, data)
    return OutgoingEvent(str(id), "toys.events", ToyBroke.type, json.dumps(envelope.to_wire()).encode(), False)


@contextlib.contextmanager
def _toy_installation(*entrypoints: str) -> Iterator[ToyInstallation]:
    """In one process, or in one process for each of the entrypoints."""
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    broker, database = PrivateRabbitMQ(), PrivatePostgreSQL()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="machinepark-bench-")))
        for server in (broker, database):
            stack.callback(server.remove)
            server.start()
        engine = create_engine(database.url + "postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in ("toys", "shelf"):
                connection.exec_driver_sql(f"CREATE DATABASE {service}")
        engine.dispose()
        processes = [
            stack.enter_context(
                program("toy_services", broker.url, f"{database.url}{{service}}", *entrypoint, folder=folder)
            )
            for entrypoint in ([[entrypoint] for entrypoint in entrypoints] or [[]])
        ]
        connection = stack.enter_context(connect(broker.url))
        channel = connection.channel()
        channel.queue_declare("bench", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        channel.queue_bind("bench", "toys.events", "toy_unheard")
        transport = AmqpTransport(broker.url)
        stack.callback(transport.close)
        yield ToyInstallation(processes[0], Client(transport, timeout=30), transport, channel)
