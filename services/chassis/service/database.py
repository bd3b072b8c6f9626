"""A service's database: read-only sessions, and write transactions one after the other where SQLite demands it."""

import contextlib
import math
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Engine, Executable, QueuePool, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from services.chassis.bus import guard
from services.chassis.service.loops import wanted_by

LOCK_SECONDS = 10.0
"""For which a statement waits for a connection, and a write on SQLite for the one before it."""
POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 0, "pool_timeout": LOCK_SECONDS, "pool_use_lifo": True}
"""Connections for reading, and as many for writing. Who finds all in use waits for one: a connection more would be made
and closed again for the sake of one statement, which takes longer."""
ENGINE: dict[str, Any] = POOL | {"hide_parameters": True}
"""Parameters are data of people: they stay out of error messages, and so of logs and inboxes."""
UNLOOKED_SECONDS = 1.0
"""A connection that was used so short a time ago is taken without asking whether the server still knows it."""


class DatabaseBusy(Exception):
    """Another write transaction held the database for too long."""


class Database:
    """Sessions of one service. `on_commit` functions are told which loops a committed write leaves something to do."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg2")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.on_commit: list[Callable[[Collection[str]], None]] = []
        self._writer = threading.Lock()
        if self.is_sqlite:
            self._reading, self._writing = self._sqlite("BEGIN", reading=True), self._sqlite("BEGIN IMMEDIATE")
        else:
            self._reading = self._postgres_reader()
            self._writing = create_engine(self.url, **ENGINE)
            self._alone = self._writing.execution_options(isolation_level="AUTOCOMMIT")
            for engine in (self._reading, self._writing):
                _look_before_use(engine)

    @property
    def engine(self) -> Engine:
        return self._writing

    def _postgres_reader(self) -> Engine:
        """Connections on which every statement stands alone and may only read: no BEGIN before and no ROLLBACK after.

        At PostgreSQL's usual isolation each statement has its own view of the data within a transaction, too.
        """
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **ENGINE)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET default_transaction_read_only = on")

        return engine

    def _sqlite(self, begin: str, *, reading: bool = False) -> Engine:
        engine = create_engine(self.url, connect_args={"check_same_thread": False, "timeout": LOCK_SECONDS}, **ENGINE)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # this module begins transactions itself
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"query_only={int(reading)}"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def start(connection: Any) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def read(self) -> Session:
        """A session that cannot write; it is left with its `with` block."""
        return Session(self._reading)

    @contextlib.contextmanager
    def write(self, name: str) -> Iterator[Session]:
        """A transaction, committed at the end of the block, rolled back on an error.

        On SQLite the lock in front lets others of this process wait without stopping its event loop.
        """
        with self._one_writer(), guard.write_transaction(name), Session(self._writing) as session, session.begin():
            yield session
        if wanted := wanted_by(session):
            for wake in self.on_commit:
                wake(wanted)

    def change(self, name: str, statement: Executable, values: Mapping[str, Any] | None = None) -> list[Any]:
        """Run one statement, which is a transaction of its own, and nobody's transaction is open around it. Returns
        what it returns.

        PostgreSQL is not told of its beginning and end, which takes two turns less.
        """
        guard.refuse_within_transaction(name)
        if self.is_sqlite:
            with self.write(name) as session:
                return _rows(session.execute(statement, values))
        with self._alone.connect() as connection:
            return _rows(connection.execute(statement, values))

    @contextlib.contextmanager
    def _one_writer(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=LOCK_SECONDS):
            raise DatabaseBusy(self.url.database)
        try:
            yield
        finally:
            self._writer.release()

    @property
    def connections(self) -> int:
        """How many are in use at this moment."""
        pools = {id(engine.pool): engine.pool for engine in (self._reading, self._writing)}
        return sum(pool.checkedout() for pool in pools.values() if isinstance(pool, QueuePool))

    def answers(self) -> bool:
        """Whether the database can be reached."""
        try:
            with self.read() as session:
                session.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    def close(self) -> None:
        self._reading.dispose()
        self._writing.dispose()


def _rows(result: Any) -> list[Any]:
    return list(result) if result.returns_rows else []


def _look_before_use(engine: Engine) -> None:
    """Ask the server whether it still knows a connection that has lain unused for a while, and make another if not."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", math.inf) < UNLOOKED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:  # then the pool makes another one
            raise DisconnectionError from error
