"""`machinepark outbox`: events that have not been published yet."""

from typing import Any

import click

from deploy.cli.connect import OPERATOR, connected_client
from deploy.cli.table import age, as_json, show
from deploy.rabbitmq.rights import SERVICE_NAMES
from services.chassis.bus import Client
from services.chassis.contract.builtin_operations import CountBacklog
from services.chassis.settings import load

COLUMNS = {
    "service": "SERVICE", "outbox": "WAITING", "age": "OLDEST", "retries": "RETRIED", "dead": "DEAD",
    "jobs_due": "JOBS DUE",
}  # fmt: skip


@click.command()
@as_json
def outbox(as_json: bool) -> None:
    """List unpublished events per service with the age of the oldest, retried events and dead letters."""
    with connected_client(load()) as client:
        rows = backlog_of_all(client)
    show(rows, COLUMNS, as_json=as_json)


def backlog_of_all(client: Client) -> list[dict[str, Any]]:
    """Raises ServiceUnavailable for a service that does not answer."""
    calls = {name: client.start(CountBacklog, OPERATOR, service=name) for name in SERVICE_NAMES}
    counts_by_service = {name: pending.answer() for name, pending in calls.items()}
    return [
        {"service": name, **counts, "age": age(counts["outbox_since"])} for name, counts in counts_by_service.items()
    ]
