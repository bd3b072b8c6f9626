"""Commands are done once: the same caller, operation and key get the first answer again (`retention.py`: how long)."""

import datetime as dt
import hashlib
import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.chassis.contract import Caller, Command, KeyUsedBefore
from services.chassis.contract.fields import wire
from services.chassis.service.dialects import insert_new
from services.chassis.service.tables import answers


class Once:
    """One command under one key, within its transaction."""

    def __init__(
        self,
        session: Session,
        caller: Caller,
        command: type[Command],
        key: str,
        request: dict[str, Any],
        now: dt.datetime,
    ) -> None:
        self._session, self._now = session, now
        self._row = {"caller": f"{caller.kind}:{caller.person_id}"[:100], "operation": command.name, "key": key[:100]}
        document = json.dumps(request, default=wire, sort_keys=True)
        self._hash = hashlib.sha256(document.encode()).hexdigest()

    def earlier_answer(self) -> dict[str, Any] | None:
        """The first answer, or None when this is the first time. Raises KeyUsedBefore for another request."""
        fresh = self._row | {"request_hash": self._hash, "given_at": self._now}
        if insert_new(self._session, answers, fresh):
            return None
        row = self._session.execute(select(answers).filter_by(**self._row)).one()
        if row.request_hash != self._hash:
            raise KeyUsedBefore
        return dict(row.response)

    def give(self, response: dict[str, Any]) -> None:
        self._session.execute(update(answers).filter_by(**self._row).values(response=response))
