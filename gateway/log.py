"""One line a request, with the correlation id that runs on to the last event."""

import re
import time

from flask import Flask, Response, g, request

from services.chassis import observe

QUIET = ("assets.asset", "health.alive")
_SECRET = re.compile(r"\b[0-9a-f]{32}\.[^/]*", re.IGNORECASE)
"""The token of a link out of a mail, as it stands in an address (identity's model of links)."""


def set_up(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        observe.correlate("")
        g.begun = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Correlation-Id"] = observe.correlation_id()
        if request.endpoint not in QUIET and "begun" in g:
            observe.log().info(
                "page",
                method=request.method,
                path=told_path(),
                status=response.status_code,
                milliseconds=round((time.monotonic() - g.begun) * 1000),
            )
        return response


def told_path() -> str:
    """The path that was asked for, without the secret of a link: who reads logs must not get in by it."""
    return _SECRET.sub("…", request.path)
