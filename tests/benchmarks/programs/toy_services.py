"""The toy services of the chassis' tests in one process:
`python -m tests.benchmarks.programs.toy_services AMQP_URL DATABASE_URL [calls|events]`, with one entrypoint or both.

It reads commands from standard input, one per line, and prints results as JSON. `handle COUNT` breaks so many toys one
after the other: the milliseconds from each commit to the last subscription's commit. `relay COUNT` inserts so many
events into the outbox: the seconds until all are sent.
"""

import deploy.run.monkeypatch  # noqa: F401, I001  # before all else
import datetime as dt
import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from eventlet import tpool
from sqlalchemy import event, func, insert, select
from sqlalchemy.orm import Session

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "tests" / "services" / "chassis" / "runtime")]

import toys  # noqa: E402  # after the path
from alembic.migration import MigrationContext  # noqa: E402
from alembic.operations import Operations  # noqa: E402

from deploy.run.service import lower_priority  # noqa: E402
from services.chassis import observability  # noqa: E402
from services.chassis.bus import Client  # noqa: E402
from services.chassis.bus.rabbitmq import AmqpTransport  # noqa: E402
from services.chassis.contract import Caller  # noqa: E402
from services.chassis.persistence.database import Database  # noqa: E402
from services.chassis.persistence.first_tables import create_chassis_tables  # noqa: E402
from services.chassis.persistence.loops import RELAY, wake_on_commit  # noqa: E402
from services.chassis.persistence.table_changes import create_rate_limit_counters, rename_to_standard_terms  # noqa: E402
from services.chassis.persistence.tables import outbox  # noqa: E402
from services.chassis.runtime.process import ENTRYPOINTS, EVENTS, Process  # noqa: E402
from services.chassis.settings import Settings  # noqa: E402

STAFF = Caller.operator("make")
UNSUBSCRIBED = "toy_unheard"
"""An event type without subscriptions."""


class ToyServices:
    def __init__(self, amqp_url: str, database_url: str, *entrypoints: str) -> None:
        self.settings = Settings(var=Path(), database_url=database_url, shared_broker_user="guest")
        for service, base in toys.BASES.items() if EVENTS not in entrypoints else ():
            _make_tables(Database(self.settings.database_of(service)), base)
        services, entrypoints_ = [toys.TOYS, toys.SHELF], frozenset(entrypoints) or ENTRYPOINTS
        self.process = Process(self.settings, services, lambda _user: AmqpTransport(amqp_url), entrypoints=entrypoints_)
        self.client = Client(AmqpTransport(amqp_url), timeout=30)
        self.commits: list[float] = []
        self.process.start()
        event.listen(Session, "after_commit", lambda _session: self.commits.append(time.perf_counter()))

    def handle(self, count: int) -> list[float]:
        """Milliseconds per event from the command's commit to the last commit of the subscriptions in `toys` and
        `shelf`."""
        milliseconds = []
        for number in range(count):
            toy = self.client.call(toys.MakeToy, STAFF, name=f"bear {number}", owner_id=uuid.uuid4())
            self._await(2)
            self.client.call(toys.BreakToy, STAFF, toy_id=toy["id"])
            self._await(3)
            milliseconds.append((max(self.commits) - min(self.commits)) * 1000)
            self.commits.clear()
        return milliseconds

    def _await(self, count: int) -> None:
        while len(self.commits) < count:
            time.sleep(0.001)
        if count == 2:  # the new toy is on the shelf
            self.commits.clear()

    def relay(self, count: int) -> float:
        database = self.process.runtimes["toys"].database
        body = {"specversion": "1.0", "id": "", "source": "toys", "type": UNSUBSCRIBED, "data": {"name": "bear " * 40}}
        now = dt.datetime.now(dt.UTC)
        rows = [
            {"id": uuid.uuid4(), "type": UNSUBSCRIBED, "body": body, "persons": [], "recorded_at": now, "attempts": 0}
            for _ in range(count)
        ]
        with database.write("laying out") as session:
            session.execute(insert(outbox), rows)
        started_at = time.perf_counter()
        with database.write("waking") as session:
            wake_on_commit(RELAY, session)
        unsent = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
        while True:
            with database.read() as session:
                if not session.scalar(unsent):
                    return time.perf_counter() - started_at
            time.sleep(0.05)


def _make_tables(database: Database, base: Any) -> None:
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        create_chassis_tables(operations)
        rename_to_standard_terms(operations)
        create_rate_limit_counters(operations)
        base.metadata.create_all(connection)
    database.close()


def main(amqp_url: str, database_url: str, *entrypoints: str) -> None:
    observability.log_to_stderr(as_json=True, level="WARNING")
    if entrypoints == (EVENTS,):
        lower_priority()
    toy_services = ToyServices(amqp_url, database_url, *entrypoints)
    print("ready", flush=True)
    while line := tpool.execute(sys.stdin.readline):
        command, count = line.split()
        print(json.dumps(getattr(toy_services, command)(int(count))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
