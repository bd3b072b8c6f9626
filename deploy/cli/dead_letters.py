"""`machinepark dead-letters`: list, show, replay and drop dead letters."""

import json
from collections.abc import Iterator
from typing import Any

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.cli.table import age, as_json, say_json, show
from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.errors import StartupError
from services.chassis.bus import Client
from services.chassis.contract import NotFound, Operation
from services.chassis.contract.builtin_operations import (
    DropDeadLetter,
    FailedMessageStatus,
    GetDeadLetter,
    ListDeadLetters,
    ReplayDeadLetter,
    ReplayDeadLetters,
)
from services.chassis.settings import load

MOST = 500
"""Maximum number of rows per service."""
COLUMNS = {
    "service": "SERVICE", "id": "ID", "name": "NAME", "attempts": "ATTEMPTS", "age": "AGE", "error": "ERROR",
}  # fmt: skip


@click.group(name="dead-letters")
def dead_letters() -> None:
    """Events and jobs that failed for good."""


@dead_letters.command(name="list")
@click.option("--retried", is_flag=True, help="List those that are still retried automatically instead.")
@as_json
def list_(retried: bool, as_json: bool) -> None:
    """List dead letters without their content."""
    status = FailedMessageStatus.RETRY if retried else FailedMessageStatus.DEAD
    with connected_client(load()) as client:
        rows = list(_all(client, status))
    show(rows, COLUMNS, as_json=as_json, none="Nothing is being retried." if retried else "There are no dead letters.")


@dead_letters.command(name="show")
@click.argument("id")
@as_json
def show_(id: str, as_json: bool) -> None:
    """Show a dead letter with its content, which may include personal data."""
    with connected_client(load()) as client:
        service, letter = _find(client, id)
    if as_json:
        say_json({"service": service, **letter})
        return
    for name, value in {"service": service, **letter}.items():
        if name != "body" and value not in (None, ""):
            output.info(f"{name.replace('_', ' '):10} {value}")
    output.info(_indented(letter["body"]))


@dead_letters.command()
@click.argument("id", required=False)
@click.option("--all", "everything", is_flag=True, help="Replay all dead letters.")
def replay(id: str | None, everything: bool) -> None:
    """Retry the dead letter ID now."""
    if bool(id) == everything:
        raise click.UsageError("give an ID or --all")
    with connected_client(load()) as client:
        count = _replay_all(client) if id is None else _replay(client, id)
    output.info(f"Replayed: {count}. To see the result, run: machinepark dead-letters list")


@dead_letters.command()
@click.argument("id")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def drop(id: str, yes: bool) -> None:
    """Delete the dead letter ID with its content."""
    with connected_client(load()) as client:
        service, letter = _find(client, id)
        if not yes:
            click.confirm(f"{letter['name']} will never be processed by {service}. Continue?", abort=True)
        client.call(DropDeadLetter, OPERATOR, service=service, id=id)
    output.info("Dropped.")


def _replay(client: Client, id: str) -> int:
    client.call(ReplayDeadLetter, OPERATOR, service=_find(client, id)[0], id=id)
    return 1


def _replay_all(client: Client) -> int:
    return sum(
        int(client.call(ReplayDeadLetters, OPERATOR, service=service, everything=True)["count"])
        for service in SERVICE_NAMES
    )


def _all(client: Client, status: FailedMessageStatus) -> Iterator[dict[str, Any]]:
    for service in SERVICE_NAMES:
        response = client.call(ListDeadLetters, OPERATOR, service=service, status=status, limit=MOST)
        if response["more"]:
            output.error(f"{service} has more than {MOST}; only the oldest are listed.")
        for row in response["rows"]:
            yield {"service": service, **row, "age": age(row["since"])}


def _find(client: Client, id: str) -> tuple[str, dict[str, Any]]:
    """The service that has the dead letter, and the dead letter with its content. Raises StartupError."""
    operation: type[Operation] = GetDeadLetter
    for service in SERVICE_NAMES:
        try:
            return service, client.call(operation, OPERATOR, service=service, id=id)
        except NotFound:
            continue
    raise StartupError(f"There is no dead letter {id}. To list them, run: machinepark dead-letters list")


def _indented(body: str) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return "".join(
            character if character.isprintable() or character == "\n" else repr(character)[1:-1] for character in body
        )
