"""The request log: one line per request, with the correlation id that its calls and events have too."""

import re
import time

from flask import Flask, Response, g, request

from gateway import callers
from services.chassis import observability

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNLOGGED_ENDPOINTS = ("assets.asset", "health.alive")
_LINK_TOKEN = re.compile(r"\b[0-9a-f]{32}\.[^/]*", re.IGNORECASE)
"""The token of a mailed link (`services/identity/model/link.py`)."""
_CODE = re.compile(r"^/(g|news/unsubscribe)/.*", re.DOTALL)
"""The address of a machine's label (`gateway/guests/views.py`), or that which withdraws a consent
(`gateway/portal/account/unsubscribe.py`)."""


def set_up(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        observability.start_log_context("", callers.client_address())
        g.started_at = time.monotonic()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Correlation-Id"] = observability.correlation_id()
        if "started_at" in g:
            observability.HTTP.labels(*_labels(response)).observe(time.monotonic() - g.started_at)
        if request.endpoint not in UNLOGGED_ENDPOINTS and "started_at" in g:
            observability.log().info(
                "page",
                method=request.method,
                path=redacted_path(),
                status=response.status_code,
                milliseconds=round((time.monotonic() - g.started_at) * 1000),
            )
        return response


def _labels(response: Response) -> tuple[str, str, str]:
    """Route pattern, method and status class: a bounded number of values, whatever clients request."""
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    return route, method, f"{response.status_code // 100}xx"


def redacted_path() -> str:
    """The request path without the token of a mailed link and the code of a label or a consent, which would give access
    to whoever reads the log."""
    return _CODE.sub(r"/\1/…", _LINK_TOKEN.sub("…", request.path))
