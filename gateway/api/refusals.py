"""Error responses for the OpenAPI document, derived from the contracts of the operations that a view calls."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from gateway.api.problems import MEDIA_TYPE
from gateway.api.schemas.problems import Problem
from services.chassis.contract import (
    EVERYWHERE,
    Conflict,
    IdempotencyKeyReused,
    ImpersonationReadOnly,
    NotAllowed,
    NotLoggedIn,
    Operation,
    OutcomeUnknown,
)

OF_WRITES = {Conflict, ImpersonationReadOnly, OutcomeUnknown}
OF_KEYS = {IdempotencyKeyReused}
OF_PEOPLE = {NotAllowed, NotLoggedIn, ImpersonationReadOnly}
OF_BODIES = {400: ["malformed_json"], 413: ["too_large"], 415: ["not_json"]}
SECONDS = {"schema": {"type": "integer"}, "description": "Seconds after which to try again."}
HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "`Bearer`."}},
    429: {"Retry-After": SECONDS},
    503: {"Retry-After": SECONDS},
}


def of_operations(asks: Iterable[type[Operation]], *, open_to_all: bool, keyed: bool) -> dict[int, Any]:
    """The problem responses by status, each with its possible codes."""
    codes: dict[int, set[str]] = defaultdict(set)
    for operation in asks:
        excluded = set().union(
            OF_WRITES if not operation.writes else (), OF_KEYS if not keyed else (), OF_PEOPLE if open_to_all else ()
        )
        for error in (set(EVERYWHERE) - excluded) | set(operation.errors):
            codes[error.status].add(error.code)
    return {status: _response(status, sorted(codes[status])) for status in sorted(codes)}


def of_body() -> dict[int, Any]:
    """The problem responses for a body that cannot be parsed."""
    return {status: _response(status, codes) for status, codes in OF_BODIES.items()}


def _response(status: int, codes: list[str]) -> dict[str, Any]:
    names = ", ".join(f"`{code}`" for code in codes)
    response = {"description": f"Error: {names}.", "content": {MEDIA_TYPE: {"schema": Problem}}}
    return response | ({"headers": HEADERS[status]} if status in HEADERS else {})
