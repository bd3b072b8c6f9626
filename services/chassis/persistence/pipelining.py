"""Fewer turns to PostgreSQL: what nobody waits for travels with the next statement.

A turn costs service and server more than most statements do. BEGIN, rows that are written at the end of a transaction
and COMMIT have no answer that anybody looks at: they are kept, and go in one piece with the first statement that has.
The server does them one after the other, as they were said. Where one of them fails, the statement that they travel
with raises what it was, and nothing after it is done.
"""

from typing import Any

from psycopg2 import extensions
from sqlalchemy import Engine, event

DEFERRED = {"deferred": True}
"""An execution option: nobody looks at the answer of this statement."""
DEFERRED_INSERTS = {"deferred_inserts": True}
"""An execution option of a connection: nor at that of any INSERT without RETURNING."""


class Connection(extensions.connection):
    """One of the driver that is told where a transaction begins, and keeps what may wait."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.autocommit = True  # the driver has no turns of its own
        self.cursor_factory = Cursor
        self.deferred, self._begun = list[bytes](), False

    def begin(self) -> None:
        self.defer(b"BEGIN")

    def defer(self, statement: bytes) -> None:
        self.deferred.append(statement)

    def with_deferred(self, statement: bytes) -> bytes:
        """The statement with all that goes before it; the caller sends it."""
        kept, self.deferred = self.deferred, []
        self._begun = True
        return b";".join([*kept, statement])

    def commit(self) -> None:
        if self._begun or len(self.deferred) > 1:  # BEGIN alone began nothing
            self._end(self.with_deferred(b"COMMIT"))
        self.deferred = []

    def rollback(self) -> None:
        self.deferred = []
        if self._begun:
            self._end(b"ROLLBACK")

    def _end(self, statements: bytes) -> None:
        with extensions.cursor(self) as cursor:
            cursor.execute(statements)
        self._begun = False


class Cursor(extensions.cursor):
    """`deferrable`: the next statement is kept instead of sent."""

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
    """Have an engine's connections, made by `Connection`, keep what may wait."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.connection.dbapi_connection.begin()

    @event.listens_for(engine, "before_cursor_execute")
    def sort(_connection: Any, cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
        cursor.deferrable = _is_deferrable(context)


def _is_deferrable(context: Any) -> bool:
    options = context.execution_options
    if "deferred" in options:
        return True
    return "deferred_inserts" in options and context.isinsert and not context.compiled.effective_returning
