"""`machinepark erasures`: the tombstones of erased persons, which a backup taken before the erasure lacks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.run.errors import StartupError
from deploy.run.services import SERVICES
from services.chassis.bus import Client
from services.chassis.contract import Invalid
from services.chassis.contract.personal_data_operations import ApplyErasure, ListErasures
from services.chassis.settings import load

NAMES = [service.name for service in SERVICES]
FIELDS = ("person_id", "erased_at", "other_ids")
Erasures = dict[str, dict[str, Any]]
"""Tombstones by the id of the person."""


@click.group()
def erasures() -> None:
    """Erased persons: ids and times, no personal data. Keep a copy outside the databases and their backups."""


@erasures.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(file: Path) -> None:
    """Write the erased persons of all services to FILE."""
    with connected_client(load()) as client:
        known = collected(client)
    beside = file.with_name(f"{file.name}.part")
    beside.write_text("".join(f"{json.dumps(row)}\n" for row in known.values()))
    beside.replace(file)  # a run that is killed leaves the earlier file
    output.info(f"{file} has {len(known)} erased persons.")


@erasures.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def apply(file: Path) -> None:
    """Erase the persons in FILE from each service that does not know that they were erased."""
    given = _read(file)
    with connected_client(load()) as client:
        apply_missing(client, merged([given, collected(client)]))


def apply_missing(client: Client, known: Erasures) -> None:
    """Apply each erasure to every service that lacks it, or some of its ids."""
    for service in NAMES:
        own, count = erased_from(client, service), 0
        for person_id, row in known.items():
            if person_id not in own or not set(row["other_ids"]) <= set(own[person_id]["other_ids"]):
                _apply(client, service, row)
                count += 1
        if count:
            output.info(f"{service}: {count} erasures applied.")


def collected(client: Client) -> Erasures:
    """The erased persons that any service knows."""
    return merged([erased_from(client, service) for service in NAMES])


def erased_from(client: Client, service: str) -> Erasures:
    """The erased persons that a service knows."""
    return {row["person_id"]: row for row in _pages(client, service)}


def merged(sources: list[Erasures]) -> Erasures:
    """One tombstone per person, with all ids that any source has."""
    known: Erasures = {}
    for source in sources:
        for person_id, row in source.items():
            present = known.setdefault(person_id, {name: row[name] for name in FIELDS})
            present["other_ids"] = sorted({*present["other_ids"], *row["other_ids"]})
    return known


def _pages(client: Client, service: str) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = client.call(ListErasures, OPERATOR, service=service, after=after)
        yield from page["rows"]
        if (after := page["next"]) is None:
            return


def _apply(client: Client, service: str, row: dict[str, Any]) -> None:
    try:
        client.call(ApplyErasure, OPERATOR, service=service, **row)
    except Invalid:
        raise StartupError(f"This is no erasure: {json.dumps(row)}") from None


def _read(file: Path) -> Erasures:
    """Raises StartupError for a file that `export` did not write."""
    try:
        rows = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        return {row["person_id"]: _erasure(row) for row in rows}
    except (ValueError, KeyError, TypeError):
        raise StartupError(f"{file} was not written by machinepark erasures export") from None


def _erasure(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a tombstone. Raises KeyError, ValueError."""
    erasure = {name: row[name] for name in FIELDS}
    ids = [erasure["person_id"], *erasure["other_ids"]]
    if not isinstance(erasure["other_ids"], list) or not all(isinstance(id, str) for id in ids):
        raise ValueError(row)
    return erasure
