"""`machinepark serve`: one part of the house in this process."""

import os
import sys

import click

from deploy.run.house import HOUSE
from deploy.run.service import run
from deploy.run.supervisor import python
from services.chassis.contract.caller import GATEWAY
from services.chassis.settings import load

PARTS = [*(parts.name for parts in HOUSE), GATEWAY]


@click.command()
@click.argument("part", type=click.Choice(PARTS))
def serve(part: str) -> None:
    """Run one service, or the gateway, until it is told to stop; it needs MACHINEPARK_AMQP_URL."""
    if part == GATEWAY:
        os.execv(sys.executable, python("deploy.run.gateway"))  # noqa: S606  # gunicorn wants nothing patched
    run(part, load())
