"""For whoever runs the portal: is it there, and can it do its work."""

from typing import Any

from flask import Blueprint, Response, jsonify

from gateway import panels
from gateway.clients import services
from gateway.guards import open_to_all

health = Blueprint("health", __name__)


@health.get("/healthz")
@open_to_all
def alive() -> dict[str, Any]:
    """The process serves. Asks nobody."""
    return {"alive": True}


@health.get("/readyz")
@open_to_all
def ready() -> tuple[Response, int]:
    """200 when every service is well; else 503 and the names of those that are not."""
    answers = vars(panels.collect(**services.health()))
    unwell = sorted(name for name, answer in answers.items() if answer is None or not answer["well"])
    return jsonify(ready=not unwell, unwell=unwell), 503 if unwell else 200
