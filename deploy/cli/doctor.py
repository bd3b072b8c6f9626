"""`machinepark doctor`: what is wrong, and what to do about it."""

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
    """`state`: `ok`, `note` (works, but is not as it should be) or `wrong`."""

    state: str
    what: str
    sentence: str


SIGNS = {"ok": click.style("ok   ", fg="green"), "note": click.style("note ", fg="yellow"),
         "wrong": click.style("WRONG", fg="red")}  # fmt: skip


@click.command()
@as_json
def doctor(as_json: bool) -> None:
    """Look at everything that Machinepark stands on. Exit code 1 when something is wrong."""
    found = []
    for finding in _look():
        found.append(finding)
        if not as_json:
            click.echo(f"{SIGNS[finding.state]} {finding.what:18} {finding.sentence}")
    if as_json:
        say_json([finding._asdict() for finding in found])
    raise SystemExit(1 if any(finding.state == "wrong" for finding in found) else 0)


def _look() -> Iterator[Finding]:
    yield from _one("Python", checks.python)
    try:
        settings = load()
    except Exception as error:
        yield Finding("wrong", "settings", sentence_of(error) or repr(error))
        return
    yield from _one("settings", checks.settings)
    yield from _one("data folder", lambda: checks.folder(settings))
    full = mode.current(settings) is Mode.FULL
    running = lock.is_held(settings.var)
    yield Finding("ok", "way to run", f"{mode.current(settings)}, {'running' if running else 'not running here'}")
    if not running:
        yield from _one("port", checks.port)
    yield from _one("mail", lambda: checks.mail(settings))
    yield from _one("databases", lambda: checks.databases(settings, full=full))
    if full:
        yield from _one("broker", lambda: checks.broker(settings))
        yield from _one("broker users", lambda: checks.broker_users(settings))
    if running or full:
        yield from _installation(settings)


def _installation(settings: Settings) -> Iterator[Finding]:
    try:
        with connect(settings) as reached:
            unwell = False
            for row in checks.services(reached.client):
                unwell = unwell or row[0] == "wrong"
                yield Finding(*row)
            if not unwell:
                yield from _one("outbox", lambda: checks.outbox(reached.client))
                yield from _one("dead letters", lambda: checks.dead(reached.client))
            yield from _one("queues", lambda: checks.queues(reached.queues()))
    except Exception as error:
        yield Finding("wrong", "services", sentence_of(error) or repr(error))


def _one(what: str, check: Callable[[], Any]) -> Iterator[Finding]:
    """`check` returns a sentence, or state and sentence; what it raises is wrong."""
    try:
        told = check()
    except Exception as error:
        yield Finding("wrong", what, sentence_of(error) or repr(error))
        return
    state, sentence = told if isinstance(told, tuple) else ("ok", told)
    yield Finding(state, what, sentence)
