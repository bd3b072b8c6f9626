"""Idempotency keys: the same caller, operation and key get the stored response (kept for 48 hours, `retention.py`).

Of a command whose request has a secret, such as a password, key and request are stored as hashes that need the key
itself, a random one, so that nobody who reads the table can try passwords fast.
"""

import datetime as dt
import hashlib
import hmac
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from services.chassis.contract import Caller, Command, IdempotencyKeyReused
from services.chassis.contract.serialization import to_sorted_json
from services.chassis.persistence.dialects import insert_new
from services.chassis.persistence.pipelining import DEFERRED
from services.chassis.persistence.tables import idempotency_keys

KEY_COLUMNS = ("caller", "operation", "key")
STORE_RESPONSE = (
    update(idempotency_keys)
    .where(*(idempotency_keys.c[name] == bindparam(f"row_{name}") for name in KEY_COLUMNS))
    .values(response=bindparam("stored_response"))
)


class IdempotencyRecord:
    """The row of a command's idempotency key, used within the command's transaction."""

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
        identity = f"{caller.kind}:{caller.person_id}:{caller.customer_id or ''}"
        document = to_sorted_json(request).encode()
        stored_key = _sha256(key) if command.has_secret else _fitting(key)
        self._row = {"caller": _fitting(identity), "operation": command.name, "key": stored_key}
        if command.has_secret:
            self._hash = hmac.new(key.encode(), document, hashlib.sha256).hexdigest()
        else:
            self._hash = hashlib.sha256(document).hexdigest()

    def stored_response(self) -> dict[str, Any] | None:
        """The stored response; None if the key is new. Raises IdempotencyKeyReused if the request differs."""
        values = self._row | {"request_hash": self._hash, "stored_at": self._now}
        if insert_new(self._session, idempotency_keys, values):
            return None
        row = self._session.execute(select(idempotency_keys).filter_by(**self._row)).one()
        if row.request_hash != self._hash:
            raise IdempotencyKeyReused
        return dict(row.response)

    def exists(self) -> bool:
        """Whether the command was executed before; takes no lock."""
        return self._session.execute(select(idempotency_keys.c.key).filter_by(**self._row)).first() is not None

    def finished_response(self) -> dict[str, Any] | None:
        """The response if the command was executed before with this request; takes no lock."""
        row = self._session.execute(select(idempotency_keys).filter_by(**self._row)).first()
        return dict(row.response) if row and row.request_hash == self._hash else None

    def store_response(self, response: dict[str, Any]) -> None:
        key = {f"row_{name}": value for name, value in self._row.items()}
        self._session.execute(STORE_RESPONSE, key | {"stored_response": response}, execution_options=DEFERRED)


def _fitting(text: str) -> str:
    """The text if it fits its column of 100 characters, else its SHA-256."""
    return text if len(text) <= 100 else _sha256(text)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
