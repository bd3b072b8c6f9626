"""`machinepark serve`: one part of the installation in this process."""

import os
import sys

import click

from deploy.run.service import run
from deploy.run.services import SERVICES
from deploy.run.supervisor import python
from services.chassis.contract.caller import GATEWAY
from services.chassis.runtime.process import ENTRYPOINTS
from services.chassis.settings import load

PARTS = [*(parts.name for parts in SERVICES), GATEWAY]


@click.command()
@click.argument("part", type=click.Choice(PARTS))
@click.option(
    "--only", type=click.Choice(sorted(ENTRYPOINTS)), help="Leave the other to another process of the service."
)
def serve(part: str, only: str | None) -> None:
    """Run one service, or the gateway, until it is told to stop; it needs MACHINEPARK_AMQP_URL."""
    if part == GATEWAY:
        if only:
            raise click.UsageError("The gateway takes neither: --only is for services.")
        os.execv(sys.executable, python("deploy.run.gateway"))  # noqa: S606  # gunicorn wants nothing patched
    run(part, load(), frozenset({only}) if only else ENTRYPOINTS)
