"""A Flask application that says hello, under gunicorn as the gateway is: `python -m tests.benchmarks.beside.hello`.

`MACHINEPARK_PORT` is its port.
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
