"""`machinepark doctor`: find problems and say what to do about them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from deploy.cli import checks
from deploy.cli.connect import connect
from deploy.cli.table import as_json, say_json
from deploy.run import lock, mode
from deploy.run.errors import sentence_of
from deploy.run.mode import Mode
from services.chassis.settings import Settings, load


class Finding(NamedTuple):
    """The result of a check. `state`: `ok`, `note` (works, but is not recommended) or `wrong`."""

    state: str
    what: str
    sentence: str


SIGNS = {"ok": click.style("ok   ", fg="green"), "note": click.style("note ", fg="yellow"),
         "wrong": click.style("WRONG", fg="red")}  # fmt: skip


@click.command()
@as_json
def doctor(as_json: bool) -> None:
    """Check settings, data folder, databases, broker and services. Exit code 1 if anything is wrong."""
    findings = []
    for finding in _findings():
        findings.append(finding)
        if not as_json:
            click.echo(f"{SIGNS[finding.state]} {finding.what:18} {finding.sentence}")
    if as_json:
        say_json([finding._asdict() for finding in findings])
    raise SystemExit(1 if any(finding.state == "wrong" for finding in findings) else 0)


def _findings() -> Iterator[Finding]:
    yield from _checked("Python", checks.python)
    try:
        settings = load()
    except Exception as error:
        yield Finding("wrong", "settings", sentence_of(error) or repr(error))
        return
    yield from _checked("settings", checks.settings)
    yield from _checked("data folder", lambda: checks.folder(settings))
    full = mode.current(settings) is Mode.FULL
    running = lock.is_held(settings.var)
    yield Finding("ok", "mode", f"{mode.current(settings)}, {'running' if running else 'not running here'}")
    if not running:
        yield from _checked("port", checks.port)
    yield from _checked("mail", lambda: checks.mail(settings))
    yield from _checked("databases", lambda: checks.databases(settings, full=full))
    if full:
        yield from _checked("broker", lambda: checks.broker(settings))
        yield from _checked("exchanges", lambda: checks.exchanges(settings))
        yield from _checked("broker users", lambda: checks.broker_users(settings))
    if running or full:
        yield from _installation(settings)


def _installation(settings: Settings) -> Iterator[Finding]:
    try:
        with connect(settings) as connection:
            failing = False
            for row in checks.services(connection.client):
                failing = failing or row[0] == "wrong"
                yield Finding(*row)
            if not failing:
                yield from _checked("outbox", lambda: checks.outbox(connection.client))
                yield from _checked("dead letters", lambda: checks.dead(connection.client))
            yield from _checked("queues", lambda: checks.queues(connection.queues()))
    except Exception as error:
        yield Finding("wrong", "services", sentence_of(error) or repr(error))


def _checked(what: str, check: Callable[[], Any]) -> Iterator[Finding]:
    """Run a check, which returns a sentence or (state, sentence). An exception becomes a finding `wrong`."""
    try:
        result = check()
    except Exception as error:
        yield Finding("wrong", what, sentence_of(error) or repr(error))
        return
    state, sentence = result if isinstance(result, tuple) else ("ok", result)
    yield Finding(state, what, sentence)
