"""`machinepark serve`: run one process of the full mode."""

import os
import sys

import click

from deploy.run.service import run
from deploy.run.services import SERVICES
from deploy.run.supervisor import python
from services.chassis.contract.caller import GATEWAY
from services.chassis.runtime.process import ENTRYPOINTS
from services.chassis.settings import load

PARTS = [*(definition.name for definition in SERVICES), GATEWAY]


@click.command()
@click.argument("part", type=click.Choice(PARTS))
@click.option(
    "--only", type=click.Choice(sorted(ENTRYPOINTS)), help="Serve only these; run another process for the others."
)
def serve(part: str, only: str | None) -> None:
    """Run one service or the gateway until SIGTERM or Ctrl-C. Requires MACHINEPARK_AMQP_URL."""
    if part == GATEWAY:
        if only:
            raise click.UsageError("--only can be used with services only, not with the gateway.")
        os.execv(sys.executable, python("deploy.run.gateway"))  # noqa: S606  # gunicorn runs without monkey-patching
    run(part, load(), frozenset({only}) if only else ENTRYPOINTS)
