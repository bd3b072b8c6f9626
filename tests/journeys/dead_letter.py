"""Something that a service of a running portal gave up."""

import datetime as dt
from uuid import uuid4

from portal import Portal
from sqlalchemy import insert

from services.chassis.persistence.database import Database
from services.chassis.persistence.tables import jobs


def give_up(portal: Portal, error: str = "there is no command gone") -> str:
    """A piece of timed work that nobody can do any more, as fleet's database holds it; its id."""
    token, past = uuid4(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    row = {
        "command": "gone",
        "key": str(token),
        "request": {"page": 7},
        "due_at": past,
        "token": token,
        "attempts": 60,
    }
    database = Database(portal.database_of("fleet"))
    with database.write("giving up") as session:
        session.execute(insert(jobs).values(**row, error=error, dead=True))
    database.close()
    return str(token)
