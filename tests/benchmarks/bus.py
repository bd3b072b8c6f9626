"""A call over RabbitMQ compared with bare AMQP and stock nameko, each with its own server process on one broker."""

import contextlib
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nameko.standalone.rpc import ClusterRpcProxy
from private_servers import PrivatePostgreSQL, PrivateRabbitMQ, skip_unless_installed
from sqlalchemy import create_engine, insert

import deploy.run.eventlet_import  # noqa: F401  # before nameko is imported
from services.chassis.bus import Client
from services.chassis.bus.rabbitmq import AmqpTransport
from services.chassis.contract import Caller, Kind
from tests.benchmarks.measure import Bound, Result, in_turns, rates_in_turns
from tests.benchmarks.programs.bare_amqp import BareClient
from tests.benchmarks.programs.contract import RIGHT, STOCK, Base, FindPart, Greet, Part
from tests.benchmarks.programs.launcher import program

THREADS, PARTS, ROUNDS = 16, 10_000, 12
GREETING = {"name": "Sanne", "number": 42, "urgent": False}
CALLER = Caller(
    kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.uuid4(), rights=frozenset({RIGHT}), scope="all"
)


@dataclass(frozen=True, slots=True)
class Clients:
    """Clients of the servers. Stock nameko's is not thread-safe: each thread has its own."""

    machinepark: Client
    nameko: Sequence[Any]
    bare: BareClient
    part_ids: Sequence[str]


def results() -> Iterator[Result]:
    with _clients() as clients:
        yield small_calls(clients)
        yield many_threads(clients)
        yield reads(clients)
        yield reads_of_many_threads(clients)


def small_calls(clients: Clients) -> Result:
    rows = in_turns(
        {
            "bare AMQP: one open channel, classic queues": lambda: clients.bare.call(**GREETING),
            "Machinepark: schema with three fields, check of the right, log line": lambda: clients.machinepark.call(
                Greet, CALLER, **GREETING
            ),
            "stock nameko: none of these": lambda: clients.nameko[0].greet(**GREETING),
        },
        1500,
        warm_up=100,
    )
    bare, machinepark, nameko = (row.median for row in rows)
    return Result(
        "A call without a database",
        "One caller, one call at a time; the three alternately.",
        [Bound.at_most("median relative to bare AMQP", machinepark / bare, 2.0)],
        rows,
        counts=[("median of stock nameko relative to bare AMQP", f"{nameko / bare:.2f}×")],
    )


def many_threads(clients: Clients) -> Result:
    rates = rates_in_turns(
        {
            "Machinepark: one client": [lambda: clients.machinepark.call(Greet, CALLER, **GREETING)] * THREADS,
            "stock nameko: a client for each thread": [
                _nameko_call(one, "greet", lambda: GREETING) for one in clients.nameko
            ],
        },
        ROUNDS,
        seconds=2,
    )
    machinepark, nameko = rates
    return Result(
        f"Calls of {THREADS} threads, without a database",
        "The same calls as above. A ratio is the median of the ratios of the rounds.",
        [Bound.at_least("calls per second relative to stock nameko", machinepark.ratio_to(nameko), 2.5)],
        rates=rates,
    )


def reads(clients: Clients) -> Result:
    ids = _cycle(clients.part_ids)
    rows = in_turns(
        {
            "Machinepark": lambda: clients.machinepark.call(FindPart, CALLER, id=next(ids)),
            "stock nameko": lambda: clients.nameko[0].find_part(id=next(ids)),
        },
        1000,
        warm_up=100,
    )
    machinepark, nameko = (row.median for row in rows)
    return Result(
        "A call that reads a row by its key",
        "PostgreSQL; the same statement, session, pool, schemas and log line in both. Stock nameko checks no right.",
        [Bound.at_most("median relative to stock nameko", machinepark / nameko, 1.0)],
        rows,
    )


def reads_of_many_threads(clients: Clients) -> Result:
    ids = _cycle(clients.part_ids)
    rates = rates_in_turns(
        {
            "Machinepark": [lambda: clients.machinepark.call(FindPart, CALLER, id=next(ids))] * THREADS,
            "stock nameko": [_nameko_call(one, "find_part", lambda: {"id": next(ids)}) for one in clients.nameko],
        },
        ROUNDS,
        seconds=2,
    )
    machinepark, nameko = rates
    return Result(
        f"Reads of {THREADS} threads",
        "The same calls as above. A ratio is the median of the ratios of the rounds.",
        [Bound.at_least("reads per second relative to stock nameko", machinepark.ratio_to(nameko), 2.5)],
        rates=rates,
    )


def _nameko_call(proxy: Any, operation: str, request: Callable[[], dict[str, Any]]) -> Callable[[], object]:
    return lambda: getattr(proxy, operation)(**request())


def _cycle(ids: Sequence[str]) -> Iterator[str]:
    while True:
        yield from ids


@contextlib.contextmanager
def _clients() -> Iterator[Clients]:
    skip_unless_installed(PrivateRabbitMQ, PrivatePostgreSQL)
    broker, database = PrivateRabbitMQ(), PrivatePostgreSQL()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="machinepark-bench-")))
        for server in (broker, database):
            stack.callback(server.remove)
            server.start()
        part_ids = _parts(database.url + "postgres")
        for module in ("machinepark", "stock_nameko"):
            stack.enter_context(program(module, broker.url, database.url + "postgres", folder=folder))
        stack.enter_context(program("bare_amqp", broker.url, folder=folder))
        transport, bare = AmqpTransport(broker.url), BareClient(broker.url)
        stack.callback(transport.close)
        stack.callback(bare.close)
        config = {"AMQP_URI": broker.url.replace("amqp://", "pyamqp://")}
        clusters = [stack.enter_context(ClusterRpcProxy(config, timeout=10)) for _ in range(THREADS)]
        yield Clients(Client(transport), [cluster[STOCK] for cluster in clusters], bare, part_ids)


def _parts(url: str) -> list[str]:
    rows = [{"id": uuid.uuid4(), "name": f"Part {number}", "in_stock": number} for number in range(PARTS)]
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(Part.__table__), rows)
    engine.dispose()
    return [str(row["id"]) for row in rows]
