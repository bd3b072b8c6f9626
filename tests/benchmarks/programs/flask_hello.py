"""A minimal Flask application under gunicorn with the gateway's options, on the port `MACHINEPARK_PORT`:
`python -m tests.benchmarks.programs.flask_hello`.
"""

from typing import Any

from flask import Flask

from deploy.run.gateway import Server


class Hello(Server):
    """The gateway's server with another application."""

    def load(self) -> Any:
        app = Flask(__name__)
        app.add_url_rule("/", view_func=lambda: {"hello": "world"})
        return app

    @classmethod
    def options(cls) -> dict[str, Any]:
        return Server.options() | {"when_ready": lambda _server: print("ready", flush=True)}


if __name__ == "__main__":
    Hello().run()
