"""The toys of the chassis' tests in a process: `python -m tests.benchmarks.beside.playroom AMQP_URL DATABASE_URL`,
with `calls` or `events` behind it for one that only has this door.

On standard input it is told what to do, a word a line: `handle COUNT` breaks so many toys one after the other, and
answers with the milliseconds from each commit until the last subscription has committed its effect; `relay COUNT` lays
so many events in the outbox, and answers with the seconds until all have left.
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

from deploy.run.service import give_way  # noqa: E402
from services.chassis import observability  # noqa: E402
from services.chassis.bus import Client  # noqa: E402
from services.chassis.bus.rabbitmq import AmqpTransport  # noqa: E402
from services.chassis.contract import Caller  # noqa: E402
from services.chassis.persistence.database import Database  # noqa: E402
from services.chassis.persistence.first_tables import create_chassis_tables  # noqa: E402
from services.chassis.persistence.loops import RELAY, wake_on_commit  # noqa: E402
from services.chassis.persistence.table_changes import rename_to_standard_terms  # noqa: E402
from services.chassis.persistence.tables import outbox  # noqa: E402
from services.chassis.runtime.process import ENTRYPOINTS, EVENTS, Process  # noqa: E402
from services.chassis.settings import Settings  # noqa: E402

STAFF = Caller.operator("make")
UNHEARD = "toy_unheard"
"""A type that nobody of the installation listens to."""


class Room:
    def __init__(self, amqp_url: str, database_url: str, *doors: str) -> None:
        self.settings = Settings(var=Path(), database_url=database_url, shared_broker_user="guest")
        for service, base in toys.BASES.items() if EVENTS not in doors else ():
            _make_tables(Database(self.settings.database_of(service)), base)
        services, wanted = [toys.TOYS, toys.SHELF], frozenset(doors) or ENTRYPOINTS
        self.process = Process(self.settings, services, lambda _user: AmqpTransport(amqp_url), entrypoints=wanted)
        self.client = Client(AmqpTransport(amqp_url), timeout=30)
        self.commits: list[float] = []
        self.process.start()
        event.listen(Session, "after_commit", lambda _session: self.commits.append(time.perf_counter()))

    def handle(self, count: int) -> list[float]:
        """One event at a time, which `toys` and `shelf` both listen to: three commits, the first is the command's."""
        taken = []
        for number in range(count):
            toy = self.client.call(toys.MakeToy, STAFF, name=f"bear {number}", owner_id=uuid.uuid4())
            self._await(2)
            self.client.call(toys.BreakToy, STAFF, toy_id=toy["id"])
            self._await(3)
            taken.append((max(self.commits) - min(self.commits)) * 1000)
            self.commits.clear()
        return taken

    def _await(self, count: int) -> None:
        while len(self.commits) < count:
            time.sleep(0.001)
        if count == 2:  # the toy that was made is on the shelf
            self.commits.clear()

    def relay(self, count: int) -> float:
        database = self.process.runtimes["toys"].database
        body = {"specversion": "1.0", "id": "", "source": "toys", "type": UNHEARD, "data": {"name": "bear " * 40}}
        now = dt.datetime.now(dt.UTC)
        rows = [
            {"id": uuid.uuid4(), "type": UNHEARD, "body": body, "persons": [], "recorded_at": now, "attempts": 0}
            for _ in range(count)
        ]
        with database.write("laying out") as session:
            session.execute(insert(outbox), rows)
        begun = time.perf_counter()
        with database.write("waking") as session:
            wake_on_commit(RELAY, session)
        left = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
        while True:
            with database.read() as session:
                if not session.scalar(left):
                    return time.perf_counter() - begun
            time.sleep(0.05)


def _make_tables(database: Database, base: Any) -> None:
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        create_chassis_tables(operations)
        rename_to_standard_terms(operations)
        base.metadata.create_all(connection)
    database.close()


def main(amqp_url: str, database_url: str, *doors: str) -> None:
    observability.log_to_stderr(as_json=True, level="WARNING")
    if doors == (EVENTS,):
        give_way()
    room = Room(amqp_url, database_url, *doors)
    print("ready", flush=True)
    while line := tpool.execute(sys.stdin.readline):
        word, count = line.split()
        print(json.dumps(getattr(room, word)(int(count))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
