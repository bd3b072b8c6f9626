"""A service's database: read-only sessions, write transactions and single autocommit statements."""

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
"""How long a statement waits for a free connection, and a write on SQLite for the previous write."""
READERS, WRITERS, AUTOCOMMITTERS = 8, 6, 2
"""Pool sizes for queries, transactions and `execute_autocommit`. Pool overflow is disabled: opening a connection for
one statement costs more than waiting for one (docs/decisions/0011-speed.md)."""
ENGINE: dict[str, Any] = {
    "max_overflow": 0,
    "pool_timeout": LOCK_SECONDS,
    "pool_use_lifo": True,
    "json_serializer": to_json,
    "hide_parameters": True,
}
"""Options of all engines. Statement parameters may be personal data and are hidden from errors, and so from logs."""
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
"""No BEGIN before a statement and no ROLLBACK after it."""
PING_AFTER_SECONDS = 1.0
"""A connection used less than this ago is checked out without a ping."""


class DatabaseBusy(Exception):
    """Waiting for another write transaction timed out (SQLite)."""


class Database:
    """Sessions of one service. After a commit, `on_commit` functions are called with the names of the loops to wake."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg2")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.on_commit: list[Callable[[Collection[str]], None]] = []
        self._write_lock = threading.Lock()
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
        """An engine with at most `size` connections, on which `setting` was executed.

        Readers use autocommit: at READ COMMITTED each statement has its own snapshot inside a transaction as well.
        """
        engine = create_engine(self.url, pool_size=size, **ENGINE, **options)
        _ping_idle_connections(engine)

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
            connection.isolation_level = None  # transactions are begun by the listener below
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(f"PRAGMA query_only={int(reading)}")

        @event.listens_for(engine, "begin")
        def start(connection: Any) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def read(self) -> Session:
        """A read-only session, to be used as a context manager."""
        return Session(self._reading)

    @contextlib.contextmanager
    def write(self, name: str) -> Iterator[Session]:
        """A write transaction: committed at the end of the block, rolled back on an error.

        On SQLite a lock serialises writers: waiting inside SQLite would block all green threads of the process.
        """
        with self._exclusive(), transaction_guard.write_transaction(name), self._session() as session, session.begin():
            yield session
        if loops := loops_to_wake(session):
            for wake in self.on_commit:
                wake(loops)

    def _session(self) -> Session:
        """The session ends with its transaction, so objects need not expire at the commit."""
        return Session(self._writing, expire_on_commit=False)

    def execute_autocommit(
        self, name: str, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """Run one statement as a transaction of its own; returns its rows. `name` appears in errors.

        For leases and marks, whose loss only repeats work that is idempotent: PostgreSQL answers before the WAL is on
        disk (`synchronous_commit = off`), so a crash of the server, not of a process, may lose the last ones.
        """
        transaction_guard.refuse_within_transaction(name)
        if self.is_sqlite:
            with self.write(name) as session:
                return _rows(session.execute(statement, values))
        with self._autocommitting.connect() as connection:
            return _rows(connection.execute(statement, values))

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._write_lock.acquire(timeout=LOCK_SECONDS):
            raise DatabaseBusy(self.url.database)
        try:
            yield
        finally:
            self._write_lock.release()

    def empty_wal(self) -> bool:
        """Move the contents of SQLite's WAL file to the database, where deleted contents are overwritten, and truncate
        it. False if another transaction prevents it at the moment; it does not wait. True on PostgreSQL."""
        if not self.is_sqlite:
            return True
        with self._exclusive(), contextlib.closing(self._writing.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=0")
            try:
                blocked, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout={int(LOCK_SECONDS * 1000)}")
        return not blocked

    @property
    def connections(self) -> int:
        """Connections in use."""
        pools = {engine.pool for engine in self._engines}
        return sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool))

    def ping(self) -> bool:
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


def _ping_idle_connections(engine: Engine) -> None:
    """Ping a connection at checkout if it was idle for PING_AFTER_SECONDS; the pool replaces it if that fails."""

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", math.inf) < PING_AFTER_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:  # the pool opens a new connection
            raise DisconnectionError from error
