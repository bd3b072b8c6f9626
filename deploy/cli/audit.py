"""`machinepark audit`: proves that nothing was lost and nothing done twice, or says what was."""

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
@click.option("--wait", type=click.IntRange(0), default=0, help="Seconds to wait until nothing is under way any more.")
@click.option(
    "--accepted",
    type=click.File(),
    help="A file of reference numbers, a line each: all of them must be there. '-' for standard input.",
)
@click.option("--from-beginning", is_flag=True, help="Miss also events from before a subscription received its first.")
@as_json
def audit(wait: int, accepted: TextIO | None, from_beginning: bool, as_json: bool) -> None:
    """Compare what happened with what came of it: copies, effects, mails. Changes nothing; exit code 1 when something
    is wrong.

    Looks at every order, service request and row of a copy, so that it takes its time in a large installation.
    """
    numbers = [line.strip() for line in accepted if line.strip()] if accepted else []
    found = []
    with connect(load()) as reached:
        _await_quiet(reached, wait)
        for proof in _proofs(reached, numbers, from_beginning=from_beginning, quiet=as_json):
            found.append(proof)
            if not as_json:
                _show(proof)
    if as_json:
        say_json([asdict(proof) for proof in found])
    raise SystemExit(1 if any(proof.wrong for proof in found) else 0)


def _proofs(reached: Connection, accepted: list[str], *, from_beginning: bool, quiet: bool) -> Iterator[Check]:
    def tell(line: str) -> None:
        if not quiet:
            output.progress(f"      {line}")

    yield audit_checks.backlog(reached.client)
    yield audit_checks.queues(reached.queues())
    yield audit_checks.dead_letters(reached.client)
    events = Events(reached.client, tell)
    yield audit_checks.received(reached.client, events, from_beginning=from_beginning)
    yield audit_checks.promises(reached.client, events, accepted)
    yield audit_checks.copies(reached.client, tell)


def _await_quiet(reached: Connection, seconds: int) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and (
        audit_checks.backlog(reached.client).wrong or audit_checks.queues(reached.queues()).wrong
    ):
        time.sleep(PAUSE)


def _show(proof: Check) -> None:
    click.echo(f"{SIGNS[not proof.wrong]} {proof.title:14} {proof.counted}")
    for sentence in proof.wrong:
        click.echo(f"      {sentence}")
