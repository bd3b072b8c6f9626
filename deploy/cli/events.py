"""`machinepark events`: watch events."""

import contextlib
import json
from typing import Any

import click

from deploy.cli.connect import connect
from services.chassis.settings import load


@click.group()
def events() -> None:
    """Events that services publish."""


@events.command()
@click.option("--type", "types", multiple=True, help="Only events of this type, such as order_placed (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Complete events, one per line; may include personal data.")
def tail(types: tuple[str, ...], as_json: bool) -> None:
    """Show events from now on, until Ctrl-C. Consumers still receive them."""
    with connect(load()) as connection, contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        click.echo("Waiting for events; stop with Ctrl-C.", err=True)
        for body in connection.watch():
            event = _read(body)
            if not types or event.get("type") in types:
                click.echo(json.dumps(event, ensure_ascii=False) if as_json else _line(event))


def _read(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        event = None
    return event if isinstance(event, dict) else {"type": "(unreadable)"}


def _line(event: dict[str, Any]) -> str:
    moment = str(event.get("time", ""))[11:19]
    names = ("source", "type", "subject", "aggregateversion", "correlationid")
    return " ".join([moment, *(f"{event[name]}" for name in names if name in event)])
