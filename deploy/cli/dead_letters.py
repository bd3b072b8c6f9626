"""`machinepark dead-letters`: what a service gave up, to be looked at, tried again or dropped."""

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
"""Of each service at a time."""
COLUMNS = {
    "service": "SERVICE", "id": "ID", "name": "OF", "attempts": "TRIES", "age": "SINCE", "error": "ERROR",
}  # fmt: skip


@click.group(name="dead-letters")
def dead_letters() -> None:
    """Events and timed work that a service gave up."""


@dead_letters.command(name="list")
@click.option("--retried", is_flag=True, help="Instead, what is still tried again by itself.")
@as_json
def list_(retried: bool, as_json: bool) -> None:
    """All of them, without their content."""
    status = FailedMessageStatus.RETRY if retried else FailedMessageStatus.DEAD
    with connected_client(load()) as client:
        rows = list(_all(client, status))
    show(rows, COLUMNS, as_json=as_json, none="Nothing is tried again." if retried else "There are no dead letters.")


@dead_letters.command(name="show")
@click.argument("id")
@as_json
def show_(id: str, as_json: bool) -> None:
    """One of them with its content, which may tell about persons."""
    with connected_client(load()) as client:
        service, found = _find(client, id)
    if as_json:
        say_json({"service": service, **found})
        return
    for name, value in {"service": service, **found}.items():
        if name != "body" and value not in (None, ""):
            output.info(f"{name.replace('_', ' '):10} {value}")
    output.info(_indented(found["body"]))


@dead_letters.command()
@click.argument("id", required=False)
@click.option("--all", "everything", is_flag=True, help="All that are dead.")
def replay(id: str | None, everything: bool) -> None:
    """Try ID again, now."""
    if bool(id) == everything:
        raise click.UsageError("give an ID, or --all")
    with connected_client(load()) as client:
        count = _replay_all(client) if id is None else _replay(client, id)
    output.info(f"Tried again: {count}. See what became of it: machinepark dead-letters list")


@dead_letters.command()
@click.argument("id")
@click.option("--yes", is_flag=True, help="Don't ask.")
def drop(id: str, yes: bool) -> None:
    """Give ID up for good; its content is lost."""
    with connected_client(load()) as client:
        service, found = _find(client, id)
        if not yes:
            click.confirm(f"{found['name']} of {service} will never have its effect. Go on?", abort=True)
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
        told = client.call(ListDeadLetters, OPERATOR, service=service, status=status, limit=MOST)
        if told["more"]:
            output.error(f"{service} has more than {MOST}; these are the oldest. Ask again when they are dealt with.")
        for row in told["rows"]:
            yield {"service": service, **row, "age": age(row["since"])}


def _find(client: Client, id: str) -> tuple[str, dict[str, Any]]:
    """The service that keeps it, and all of it. Raises Trouble."""
    operation: type[Operation] = GetDeadLetter
    for service in SERVICE_NAMES:
        try:
            return service, client.call(operation, OPERATOR, service=service, id=id)
        except NotFound:
            continue
    raise StartupError(f"There is no dead letter {id}. See which there are: machinepark dead-letters list")


def _indented(body: str) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return "".join(sign if sign.isprintable() or sign == "\n" else repr(sign)[1:-1] for sign in body)
