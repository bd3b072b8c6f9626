"""`machinepark queues`: statistics of the queues."""

import click

from deploy.cli.connect import connect
from deploy.cli.table import as_json, show
from services.chassis.settings import load


@click.command()
@as_json
def queues(as_json: bool) -> None:
    """List ready messages and consumers of each queue. A queue without a consumer is not processed."""
    with connect(load()) as connection:
        rows = [stats._asdict() for stats in connection.queues()]
    show(rows, {"queue": "QUEUE", "ready": "READY", "consumers": "CONSUMERS"}, as_json=as_json)
