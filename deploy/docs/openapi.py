"""Writes docs/api/openapi.json (OpenAPI 3.1) from views and schemas of the JSON API. Run by `make api-docs`."""

from typing import Any

from deploy.docs import breaks
from deploy.docs.freeze import ROOT, Frozen
from gateway.api.openapi import DescribedApi
from gateway.app import create_app
from gateway.settings import SHORTEST_KEY, Settings
from services.chassis.bus import Client
from services.chassis.bus.inprocess import InProcessBus


def document() -> dict[str, Any]:
    """The document as the gateway serves it. No service is called."""
    app = create_app(Settings(secret_key="-" * SHORTEST_KEY), Client(InProcessBus().connect("gateway")))
    api: DescribedApi = app.extensions["api"]
    return api.document()


FROZEN = Frozen(ROOT / "docs" / "api" / "openapi.json", document, breaks.of_openapi)

if __name__ == "__main__":
    FROZEN.main()
