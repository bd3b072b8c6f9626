"""Liveness and readiness endpoints."""

from typing import Any

from flask import Blueprint, Response, jsonify

from gateway import panels
from gateway.clients import services
from gateway.guards import open_to_all

health = Blueprint("health", __name__)


@health.get("/healthz")
@open_to_all
def alive() -> dict[str, Any]:
    """Liveness: calls no service."""
    return {"alive": True}


@health.get("/readyz")
@open_to_all
def ready() -> tuple[Response, int]:
    """Readiness: 200 if every service is healthy; else 503 with the names of the others in `failing`."""
    answers = vars(panels.collect(**services.health()))
    failing = sorted(name for name, answer in answers.items() if answer is None or not answer["healthy"])
    return jsonify(ready=not failing, failing=failing), 503 if failing else 200
