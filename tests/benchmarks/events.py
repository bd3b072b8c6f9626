"""Events: from a commit to the last effect, how fast a relay is, and what a backlog costs those who call."""

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

from outside import connect
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, need
from sqlalchemy import create_engine

from services.chassis.bus import Client, OutgoingEvent
from services.chassis.bus.envelope import Envelope
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.benchmarks.beside.programs import ROOT, Program, program
from tests.benchmarks.measure import Bound, Rates, Result, Times, tell

sys.path[:0] = [str(ROOT / "tests" / "services" / "chassis" / "service")]

from toy_contracts import CountShelf, ToyBroke  # noqa: E402  # after the path

from services.chassis.contract import Caller  # noqa: E402
from services.chassis.runtime.process import CALLS, EVENTS  # noqa: E402

HANDLED, RELAYED, TURNS = 200, 10_000, 3
BACKLOG, BACKLOG_TURNS, SECONDS = 10_000, 5, 4.0
LISTENING = "evt-toys-toy_broke--shelf.subscriptions.on_toy_broke"
STAFF = Caller.operator("make")


@dataclass(frozen=True, slots=True)
class Playroom:
    """The toy services, told what to do by lines; a client of theirs, and a channel to their broker."""

    room: Program
    client: Client
    transport: AmqpTransport
    channel: Any


class Backlog(NamedTuple):
    """What calls took without and with one. `ratio`: p95 beside p95, the median of those of the turns."""

    quiet: Times
    busy: Times
    ratio: float


def results() -> Iterator[Result]:
    with _playroom() as playroom:
        yield handled(playroom)
        yield relayed(playroom)
        together = beside_a_backlog(playroom)
    with _playroom(CALLS, EVENTS) as playroom:
        apart = beside_a_backlog(playroom)
    yield Result(
        "Calls to a service with a backlog of events",
        f"One caller of a service, alternately with a backlog of {BACKLOG:,} events and without one.\n"
        "Calls and events have separate processes (`machinepark serve SERVICE --only calls`, and `--only events`).\n"
        f"A ratio is the median of the ratios of {BACKLOG_TURNS} rounds.",
        [Bound.at_most("p95 relative to p95 without a backlog", apart.ratio, 1.5)],
        [apart.quiet, apart.busy],
        figures=[("the same ratio, calls and events in one process", f"{together.ratio:.2f}×")],
    )


def handled(playroom: Playroom) -> Result:
    playroom.room.ask("handle 40")
    times = Times("commit of the command until commit of the last effect", playroom.room.ask(f"handle {HANDLED}"))
    return Result(
        "From a commit to the last effect",
        "One event at a time with two subscriptions, through outbox, relay, quorum queues and inbox.",
        [Bound.at_most("p95", times.p95, 50, " ms", 1)],
        [times],
    )


def relayed(playroom: Playroom) -> Result:
    rates = Rates(f"outbox with {RELAYED:,} events")
    for turn in range(TURNS + 1):
        playroom.channel.queue_purge("bench")
        seconds = playroom.room.ask(f"relay {RELAYED}")
        if turn:
            rates.measured.append(RELAYED / seconds)
    return Result(
        "One relay",
        "Events per second that are leased, published to a quorum queue, confirmed and marked.",
        [Bound.at_least("events per second", rates.median, 5000, "", 0)],
        rates=[rates],
    )


def beside_a_backlog(playroom: Playroom) -> Backlog:
    quiet, busy = Times("a call without a backlog"), Times(f"a call with {BACKLOG:,} events")
    ratios = list[float]()

    def call() -> object:
        return playroom.client.call(CountShelf, STAFF, toy_id=str(uuid.uuid4()))

    for turn in range(BACKLOG_TURNS):
        without = _for_seconds(quiet.name, call)
        tell(f"  turn {turn + 1} of {BACKLOG_TURNS}: {BACKLOG:,} events")
        playroom.transport.publish([_event() for _ in range(BACKLOG)])
        beside = _for_seconds(busy.name, call)
        quiet.taken += without.taken
        busy.taken += beside.taken
        ratios.append(beside.p95 / without.p95)
        playroom.channel.queue_purge(LISTENING)
        playroom.channel.queue_purge(LISTENING.replace("shelf", "toys"))
        time.sleep(1.0)
    return Backlog(quiet, busy, statistics.median(ratios))


def _for_seconds(name: str, call: Any) -> Times:
    times, end = Times(name), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        times.take(call)
    return times


def _event() -> OutgoingEvent:
    """That some toy broke; nobody minds that there is no such toy."""
    id, toy_id = uuid.uuid4(), str(uuid.uuid4())
    now, data = dt.datetime.now(dt.UTC), {"toy_id": toy_id, "child_id": "anna", "how": "fell"}
    envelope = Envelope(id, "toys", ToyBroke.type, now, toy_id, 2, id.hex, data)
    return OutgoingEvent(str(id), "toys.events", ToyBroke.type, json.dumps(envelope.to_wire()).encode(), False)


@contextlib.contextmanager
def _playroom(*doors: str) -> Iterator[Playroom]:
    """In one process, or in one for each door."""
    need(PrivateRabbitMQ, PrivatePostgreSQL)
    broker, database = PrivateRabbitMQ(), PrivatePostgreSQL()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="machinepark-bench-")))
        for peer in (broker, database):
            stack.callback(peer.remove)
            peer.start()
        engine = create_engine(database.url + "postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in ("toys", "shelf"):
                connection.exec_driver_sql(f"CREATE DATABASE {service}")
        engine.dispose()
        rooms = [
            stack.enter_context(program("playroom", broker.url, f"{database.url}{{service}}", *door, folder=folder))
            for door in ([[door] for door in doors] or [[]])
        ]
        connection = stack.enter_context(connect(broker.url))
        channel = connection.channel()
        channel.queue_declare("bench", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        channel.queue_bind("bench", "toys.events", "toy_unheard")
        transport = AmqpTransport(broker.url)
        stack.callback(transport.close)
        yield Playroom(rooms[0], Client(transport, timeout=30), transport, channel)
