"""One line a request, with the correlation id that runs on to the last event."""

import time

from flask import Flask, Response, g, request

from services.chassis import observe

QUIET = ("assets.asset", "health.alive")


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
                path=request.path,
                status=response.status_code,
                milliseconds=round((time.monotonic() - g.begun) * 1000),
            )
        return response
