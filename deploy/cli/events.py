"""`machinepark events`: what happens, as it happens."""

import contextlib
import json
from typing import Any

import click

from deploy.cli.connect import connect
from services.chassis.settings import load


@click.group()
def events() -> None:
    """What services tell each other."""


@events.command()
@click.option("--type", "types", multiple=True, help="Only events of this type, like order_placed (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Whole events, one a line; they may tell about persons.")
def tail(types: tuple[str, ...], as_json: bool) -> None:
    """Show events from now on, until Ctrl-C. Takes them away from nobody."""
    with connect(load()) as reached, contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        click.echo("Waiting for events; stop with Ctrl-C.", err=True)
        for body in reached.watch():
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
