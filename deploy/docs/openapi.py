"""Writes docs/api/openapi.json (OpenAPI 3.1) from views and schemas of the JSON API. Run by `make api-docs`."""

import json
from pathlib import Path
from typing import Any

from gateway.api.openapi import DescribedApi
from gateway.app import create_app
from gateway.settings import SHORTEST_KEY, Settings
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus

TARGET = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"


def document() -> dict[str, Any]:
    """The document as the gateway serves it. No service is called."""
    app = create_app(Settings(secret_key="-" * SHORTEST_KEY), Client(InProcessBus().connect("gateway")))
    api: DescribedApi = app.extensions["api"]
    return api.document()


def write() -> None:
    TARGET.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
