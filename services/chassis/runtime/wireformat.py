"""nameko's message bodies: `{"args": [], "kwargs": {…}}` in a call, `{"result": …, "error": …}` in a reply."""

import json
from typing import Any

from services.chassis.contract import ContractError, Invalid
from services.chassis.contract.serialization import to_json


def arguments(body: bytes) -> dict[str, Any]:
    """The keyword arguments of a call. Raises Invalid for positional arguments or malformed JSON."""
    try:
        document = json.loads(body)
        args, kwargs = document.get("args", []), document.get("kwargs", {})
    except (ValueError, AttributeError, RecursionError):
        args, kwargs = None, None
    if args or not isinstance(kwargs, dict):
        raise Invalid(fields=[{"path": [], "code": "not_an_object", "params": {}}])
    return kwargs


def result(response: dict[str, Any]) -> bytes:
    return to_json({"result": response, "error": None}).encode()


def error(refusal: ContractError) -> bytes:
    return to_json({"result": None, "error": refusal.to_wire()}).encode()


def unknown_operation(name: str) -> bytes:
    """nameko's error for an unknown method."""
    return to_json(
        {
            "result": None,
            "error": {
                "exc_type": "MethodNotFound",
                "exc_path": "nameko.exceptions.MethodNotFound",
                "exc_args": [name],
                "value": name,
            },
        }
    ).encode()
