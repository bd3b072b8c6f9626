"""`machinepark audit`: checks that no event, order or mail was lost or processed twice."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import TextIO

import click

from deploy.cli import audit_checks, output
from deploy.cli.audit_checks import Check, Events
from deploy.cli.connect import Connection, connect
from deploy.cli.table import as_json, say_json
from services.chassis.settings import load

PAUSE = 1.0
SIGNS = {True: click.style("ok   ", fg="green"), False: click.style("WRONG", fg="red")}


@click.command()
@click.option("--wait", type=click.IntRange(0), default=0, help="Seconds to wait at most until queues are empty.")
@click.option(
    "--accepted",
    type=click.File(),
    help="A file of reference numbers, one per line, all of which must exist. '-' for standard input.",
)
@click.option(
    "--from-beginning", is_flag=True, help="Also report events from before a subscription received its first."
)
@as_json
def audit(wait: int, accepted: TextIO | None, from_beginning: bool, as_json: bool) -> None:
    """Compare recorded events with their effects, projections and mails. Read-only; exit code 1 if anything is wrong.

    Reads every order, service request and row of a projection, which takes a while in a large installation.
    """
    numbers = [line.strip() for line in accepted if line.strip()] if accepted else []
    results = []
    with connect(load()) as connection:
        _await_quiet(connection, wait)
        for check in _checks(connection, numbers, from_beginning=from_beginning, quiet=as_json):
            results.append(check)
            if not as_json:
                _show(check)
    if as_json:
        say_json([asdict(check) for check in results])
    raise SystemExit(1 if any(check.wrong for check in results) else 0)


def _checks(connection: Connection, accepted: list[str], *, from_beginning: bool, quiet: bool) -> Iterator[Check]:
    def report(line: str) -> None:
        if not quiet:
            output.progress(f"      {line}")

    yield audit_checks.backlog(connection.client)
    yield audit_checks.queues(connection.queues())
    yield audit_checks.dead_letters(connection.client)
    events = Events(connection.client, report)
    yield audit_checks.received(connection.client, events, from_beginning=from_beginning)
    yield audit_checks.promises(connection.client, events, accepted)
    yield audit_checks.projections(connection.client, report)


def _await_quiet(connection: Connection, seconds: int) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and (
        audit_checks.backlog(connection.client).wrong or audit_checks.queues(connection.queues()).wrong
    ):
        time.sleep(PAUSE)


def _show(check: Check) -> None:
    click.echo(f"{SIGNS[not check.wrong]} {check.title:14} {check.counted}")
    for sentence in check.wrong:
        click.echo(f"      {sentence}")
