"""`machinepark queues`: what waits on the bus, and who takes it."""

import click

from deploy.cli.connect import connect
from deploy.cli.table import as_json, show
from services.chassis.settings import load


@click.command()
@as_json
def queues(as_json: bool) -> None:
    """Messages ready and consumers of each queue. Where nobody consumes, nothing happens."""
    with connect(load()) as reached:
        rows = [figures._asdict() for figures in reached.queues()]
    show(rows, {"queue": "QUEUE", "ready": "READY", "consumers": "CONSUMERS"}, as_json=as_json)
