"""Headers of a call. They share the prefix `nameko.` with the context data that nameko itself passes on."""

import functools
import json
import time
from typing import Any

from services.chassis.contract import Caller, Invalid
from services.chassis.contract.characters import is_storable

CALLER = "nameko.caller"
DEADLINE = "nameko.deadline"
CORRELATION = "nameko.correlation_id"
KEY = "nameko.idempotency_key"
CLIENT_ADDRESS = "nameko.client_address"
CALL_STACK = "nameko.call_id_stack"
KNOWN_CALLERS = 1000
"""Size of the caches of serialised and parsed callers (docs/decisions/0011-speed.md)."""


def make(
    caller: Caller, *, deadline: float, correlation_id: str, key: str, call_id: str, client_address: str = ""
) -> dict[str, Any]:
    """`deadline` is a Unix timestamp in seconds; the header holds whole milliseconds. `client_address`: network address
    of the person at whose request the call is made, for the log; empty where nobody asks."""
    return ({CLIENT_ADDRESS: client_address} if client_address else {}) | {
        CALLER: _claim(caller),
        DEADLINE: int(deadline * 1000),
        CORRELATION: correlation_id,
        KEY: key,
        CALL_STACK: [call_id],
    }


def caller(headers: dict[str, Any]) -> Caller:
    """The claimed caller; a visitor where the header is absent. Raises ValueError if it cannot be parsed."""
    claim = headers.get(CALLER)
    if claim is None:
        return Caller.visitor()
    try:
        return _claimed(claim) if isinstance(claim, str | bytes) else Caller.from_wire(claim)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


@functools.lru_cache(KNOWN_CALLERS)
def _claim(caller: Caller) -> str:
    return json.dumps(caller.to_wire())


@functools.lru_cache(KNOWN_CALLERS)
def _claimed(claim: str | bytes) -> Caller:
    return Caller.from_wire(json.loads(claim))


def deadline(headers: dict[str, Any]) -> float | None:
    """Unix timestamp in seconds; None where the sender set none."""
    value = headers.get(DEADLINE)
    return value / 1000 if isinstance(value, int | float) else None


def is_late(headers: dict[str, Any]) -> bool:
    end = deadline(headers)
    return end is not None and time.time() > end


def text(headers: dict[str, Any], name: str) -> str:
    value = headers.get(name)
    return value if isinstance(value, str) else ""


def key(headers: dict[str, Any]) -> str:
    """The idempotency key, or nameko's id of the call. Raises Invalid if no database can store it."""
    found = text(headers, KEY) or call_id(headers)
    if not is_storable(found):
        raise Invalid(fields=[{"path": ["idempotency_key"], "code": "control_characters", "params": {}}])
    return found


def call_id(headers: dict[str, Any]) -> str:
    """nameko's id of this call: the last element of the call stack."""
    stack = headers.get(CALL_STACK)
    return str(stack[-1]) if isinstance(stack, list) and stack else ""
