"""The command `machinepark`."""

# fmt: off
import deploy.run.python  # noqa: I001  # exits if Python is too old to parse the modules below
import deploy.run.monkeypatch  # noqa: F401  # eventlet must patch the standard library before it is used
# fmt: on
import importlib
import os
import sys
from typing import Any, cast

import click

from deploy.run.errors import reported
from services.chassis import observability

COMMANDS = (
    "up", "serve", "migrate", "demo", "import_walk", "doctor", "services", "queues", "outbox", "dead_letters", "events",
    "staff", "rebuild", "audit", "erase", "erasures",
)  # fmt: skip
"""Modules of `deploy.cli`, each with a command of its name. Imported when used: some import Flask and all services."""


class CommandGroup(click.Group):
    """Reports expected errors as a sentence instead of a traceback; lists commands in the order of COMMANDS."""

    def invoke(self, context: click.Context) -> Any:
        with reported():
            return super().invoke(context)

    def list_commands(self, context: click.Context) -> list[str]:
        return [name.replace("_", "-") for name in COMMANDS]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = name.replace("-", "_")
        return cast(click.Command, getattr(importlib.import_module(f"deploy.cli.{module}"), module))


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--log-level",
    envvar="MACHINEPARK_LOG_LEVEL",
    default="WARNING",
    type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"]),
)
def main(log_level: str) -> None:
    """Machinepark: a customer portal for companies that service printers."""
    os.environ["MACHINEPARK_LOG_LEVEL"] = log_level
    observability.log_to_stderr(as_json=not sys.stderr.isatty(), level=log_level)


if __name__ == "__main__":
    main()
