"""The command `machinepark`."""

# fmt: off
import deploy.run.python  # noqa: I001  # exits if Python is too old to parse the modules below
import deploy.run.monkeypatch  # noqa: F401  # eventlet must patch the standard library before it is used
# fmt: on
import os
import sys
from typing import Any

import click

from deploy.cli.audit import audit
from deploy.cli.dead_letters import dead_letters
from deploy.cli.demo import demo
from deploy.cli.doctor import doctor
from deploy.cli.events import events
from deploy.cli.import_walk import import_walk
from deploy.cli.migrate import migrate
from deploy.cli.outbox import outbox
from deploy.cli.queues import queues
from deploy.cli.rebuild import rebuild
from deploy.cli.serve import serve
from deploy.cli.services import services
from deploy.cli.staff import staff
from deploy.cli.up import up
from deploy.run.errors import reported
from services.chassis import observability

COMMANDS = (
    up, serve, migrate, demo, import_walk, doctor, services, queues, outbox, dead_letters, events, staff, rebuild,
    audit,
)  # fmt: skip


class CommandGroup(click.Group):
    """Reports expected errors as a sentence instead of a traceback; lists commands in the order of COMMANDS."""

    def invoke(self, context: click.Context) -> Any:
        with reported():
            return super().invoke(context)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)


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


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
