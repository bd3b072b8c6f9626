"""`machinepark services`: health of the services."""

from typing import Any

import click

from deploy.cli.connect import connected_client
from deploy.cli.table import as_json, show
from deploy.rabbitmq.rights import SERVICE_NAMES
from services.chassis.bus import Client
from services.chassis.contract import Caller, ContractError
from services.chassis.contract.builtin_operations import Health
from services.chassis.settings import load

PATIENCE = 3.0


@click.command()
@as_json
def services(as_json: bool) -> None:
    """List the health of each service. Exit code 1 if one is failing."""
    with connected_client(load()) as client:
        rows = health_of_all(client)
    show(rows, {"service": "SERVICE", "healthy": "HEALTHY", "problem": "PROBLEM"}, as_json=as_json)
    raise SystemExit(0 if all(row["healthy"] for row in rows) else 1)


def health_of_all(client: Client) -> list[dict[str, Any]]:
    replies = {name: client.start(Health, Caller.visitor(), service=name, timeout=PATIENCE) for name in SERVICE_NAMES}
    return [_row(name, reply) for name, reply in replies.items()]


def _row(name: str, reply: Any) -> dict[str, Any]:
    try:
        answer = reply.answer()
    except ContractError as error:
        return {"service": name, "healthy": False, "problem": f"does not answer ({error.code})", "checks": []}
    problem = ", ".join(check["name"] for check in answer["checks"] if not check["healthy"])
    return {"service": name, "healthy": answer["healthy"], "problem": problem, "checks": answer["checks"]}
