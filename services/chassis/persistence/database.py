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

from services.chassis.bus import transaction_guard
from services.chassis.contract.serialization import to_json
from services.chassis.persistence import pipelining
from services.chassis.persistence.loops import loops_to_wake

LOCK_SECONDS = 10.0
"""For which a statement waits for a connection, and a write on SQLite for the one before it."""
READERS, WRITERS, AUTOCOMMITTERS = 8, 6, 2
"""Connections for queries, for transactions and for `note`. Who finds all in use waits for one: a connection more would
be made and closed again for the sake of one statement, which takes longer."""
ENGINE: dict[str, Any] = {
    "max_overflow": 0,
    "pool_timeout": LOCK_SECONDS,
    "pool_use_lifo": True,
    "json_serializer": to_json,
    "hide_parameters": True,
}
"""Of every engine. Parameters are data of people: they stay out of error messages, and so of logs and inboxes."""
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
"""Every statement stands alone: no BEGIN before it and no ROLLBACK after it."""
PING_AFTER_SECONDS = 1.0
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
            self._reading = self._sqlite(READERS, "BEGIN", reading=True)
            self._writing = self._sqlite(WRITERS, "BEGIN IMMEDIATE")
            self._autocommitting = self._writing
        else:
            self._reading = self._postgres(READERS, "SET default_transaction_read_only = on", **AUTOCOMMIT)
            self._writing = self._postgres(WRITERS, connect_args={"connection_factory": pipelining.Connection})
            pipelining.enable_pipelining(self._writing)
            self._autocommitting = self._postgres(AUTOCOMMITTERS, "SET synchronous_commit = off", **AUTOCOMMIT)

    @property
    def engine(self) -> Engine:
        return self._writing

    def _postgres(self, size: int, setting: str = "", **options: Any) -> Engine:
        """At most `size` connections with this setting.

        At PostgreSQL's usual isolation each statement of a reader has its own view of the data within a transaction,
        too: it loses nothing by standing alone.
        """
        engine = create_engine(self.url, pool_size=size, **ENGINE, **options)
        _look_before_use(engine)

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            if setting:
                with connection.cursor() as cursor:
                    cursor.execute(setting)

        return engine

    def _sqlite(self, size: int, begin: str, *, reading: bool = False) -> Engine:
        patience = {"check_same_thread": False, "timeout": LOCK_SECONDS}
        engine = create_engine(self.url, pool_size=size, connect_args=patience, **ENGINE)

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
        with self._one_writer(), transaction_guard.write_transaction(name), self._session() as session, session.begin():
            yield session
        if wanted := loops_to_wake(session):
            for wake in self.on_commit:
                wake(wanted)

    def _session(self) -> Session:
        """Ends with its transaction: what it knows need not be forgotten then."""
        return Session(self._writing, expire_on_commit=False)

    def execute_autocommit(
        self, name: str, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """Run one statement, which is a transaction of its own, and nobody's transaction is open around it. Returns
        what it returns.

        For leases and marks: where they are lost, work is done again that may be done again. PostgreSQL answers before
        it is on disk, and forgets it when the server falls within that moment. A process that dies changes nothing.
        """
        transaction_guard.refuse_within_transaction(name)
        if self.is_sqlite:
            with self.write(name) as session:
                return _rows(session.execute(statement, values))
        with self._autocommitting.connect() as connection:
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
        pools = {engine.pool for engine in self._engines}
        return sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool))

    def ping(self) -> bool:
        """Whether the database can be reached."""
        try:
            with self.read() as session:
                session.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    def close(self) -> None:
        for engine in self._engines:
            engine.dispose()

    @property
    def _engines(self) -> tuple[Engine, ...]:
        return self._reading, self._writing, self._autocommitting


def _rows(result: Any) -> list[Any]:
    return list(result) if result.returns_rows else []


def _look_before_use(engine: Engine) -> None:
    """Ask the server whether it still knows a connection that has lain unused for a while, and make another if not."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", math.inf) < PING_AFTER_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:  # then the pool makes another one
            raise DisconnectionError from error
