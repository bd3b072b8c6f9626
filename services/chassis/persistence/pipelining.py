"""Fewer round trips to PostgreSQL: statements whose result is not used are sent with the next statement.

A round trip costs the service and the server more than most statements do. BEGIN, the writes at the end of a
transaction and COMMIT are deferred and sent in one message with the next statement that has a result
(docs/decisions/0011-speed.md). The server executes them one after the other. If one fails, the statement that they are
sent with raises its error, and the rest is not executed. psycopg 3's pipeline mode blocks all green threads.
"""

from typing import Any

from psycopg2 import extensions
from sqlalchemy import Engine, event

DEFERRED = {"deferred": True}
"""Statement execution option: its result is not used."""
DEFERRED_INSERTS = {"deferred_inserts": True}
"""Connection execution option: the result of every INSERT without RETURNING is not used."""


class Connection(extensions.connection):
    """psycopg2 connection that collects deferred statements and sends them with the next one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.autocommit = True  # the driver must not send BEGIN itself
        self.cursor_factory = Cursor
        self.deferred, self._in_transaction = list[bytes](), False

    def begin(self) -> None:
        self.defer(b"BEGIN")

    def defer(self, statement: bytes) -> None:
        self.deferred.append(statement)

    def with_deferred(self, statement: bytes) -> bytes:
        """The deferred statements and this one, joined; the caller sends them."""
        statements, self.deferred = self.deferred, []
        self._in_transaction = True
        return b";".join([*statements, statement])

    def commit(self) -> None:
        if self._in_transaction or len(self.deferred) > 1:  # not if only BEGIN was deferred
            self._end(self.with_deferred(b"COMMIT"))
        self.deferred = []

    def rollback(self) -> None:
        self.deferred = []
        if self._in_transaction:
            self._end(b"ROLLBACK")

    def _end(self, statements: bytes) -> None:
        with extensions.cursor(self) as cursor:
            cursor.execute(statements)
        self._in_transaction = False


class Cursor(extensions.cursor):
    """`deferrable`: the next statement is deferred instead of sent."""

    connection: Connection
    deferrable = False

    def execute(self, query: Any, vars: Any = None) -> None:
        if self.deferrable:
            self.connection.defer(self.mogrify(query, vars))
        elif self.connection.deferred:
            super().execute(self.connection.with_deferred(self.mogrify(query, vars)))
        else:
            super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        if self.connection.deferred:
            super().execute(self.connection.with_deferred(b""))
        super().executemany(query, vars_list)


def enable_pipelining(engine: Engine) -> None:
    """Enable deferral for an engine whose `connection_factory` is `Connection`."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.connection.dbapi_connection.begin()

    @event.listens_for(engine, "before_cursor_execute")
    def before_execute(_connection: Any, cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
        cursor.deferrable = _is_deferrable(context)


def _is_deferrable(context: Any) -> bool:
    options = context.execution_options
    if "deferred" in options:
        return True
    return "deferred_inserts" in options and context.isinsert and not context.compiled.effective_returning
