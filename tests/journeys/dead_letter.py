"""Dead letters in a running portal."""

import datetime as dt
from uuid import uuid4

from portal import Portal
from sqlalchemy import insert

from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import jobs


def add_dead_letter(portal: Portal, error: str = "there is no command gone") -> str:
    """Insert a failed job of an unknown command into fleet's database; returns its id."""
    token, due_at = uuid4(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    row = {
        "command": "gone",
        "key": str(token),
        "request": {"page": 7},
        "due_at": due_at,
        "token": token,
        "attempts": 60,
    }
    database = Database(portal.database_of("fleet"))
    with database.write("add dead letter") as session:
        session.execute(insert(jobs).values(**row, error=error, dead=True))
    database.close()
    return str(token)
