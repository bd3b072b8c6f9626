"""Keeps the tables in the README of each service as its contracts are (`make api-docs`). The text around them stays."""

import re
from inspect import cleandoc
from pathlib import Path
from typing import Any

from deploy.docs.asyncapi import all_of
from deploy.run.services import SERVICES
from services.chassis.contract import Event, Feed, Operation
from services.chassis.runtime.process import ServiceDefinition
from services.chassis.runtime.subscribers import subscriptions_of

SERVICES_FOLDER = Path(__file__).parents[2] / "services"
HEAD = "| operation | | what it does |\n|---|---|---|\n"


class NoSuchTable(Exception):
    """A README lacks the head or heading below which rows are kept."""


def target(definition: ServiceDefinition) -> Path:
    return SERVICES_FOLDER / definition.name / "README.md"


def document(definition: ServiceDefinition, text: str) -> str:
    """The README of a service with its tables as they now are. Raises NoSuchTable."""
    text = _below(HEAD, _operations(definition), text)
    text = _below("## Events out\n\n", _events_out(definition), text)
    return _below("## Events in\n\n", _events_in(definition), text)


def write() -> None:
    for definition in SERVICES:
        readme = target(definition)
        readme.write_text(document(definition, readme.read_text(encoding="utf-8")), encoding="utf-8")


def _below(head: str, rows: list[str], text: str) -> str:
    """The rows that stand right below this are replaced."""
    kept = re.compile(rf"({re.escape(head)})(?:[|-] .*(?:\n|$))*")
    if not kept.search(text):
        raise NoSuchTable(head)
    return kept.sub(lambda found: found[1] + "".join(f"{row}\n" for row in rows), text, count=1)


def _operations(definition: ServiceDefinition) -> list[str]:
    mine = sorted((one for one in all_of(Operation) if one.service == definition.name), key=lambda one: str(one.name))
    return [f"| `{one.name}` | {_kind(one)} | {_promise(one)} |" for one in mine]


def _kind(operation: type[Operation]) -> str:
    if issubclass(operation, Feed):
        return "feed"
    return "command" if operation.writes else "query"


def _promise(operation: type[Operation]) -> str:
    if issubclass(operation, Feed):
        return f"The state of each, page by page, for projections of `{operation.of.type}`"
    return _said(operation)


def _events_out(definition: ServiceDefinition) -> list[str]:
    mine = sorted((one for one in all_of(Event) if one.service == definition.name), key=lambda one: str(one.type))
    return [f"- `{one.type}`: {_said(one)}" for one in mine]


def _events_in(definition: ServiceDefinition) -> list[str]:
    heard = sorted({(one.event_type, one.source) for one in subscriptions_of(definition.events)})
    return [f"- `{event_type}` of {source}" for event_type, source in heard]


def _said(kind: type[Any]) -> str:
    """The first paragraph of a docstring, on one line."""
    paragraph = cleandoc(kind.__doc__ or "").split("\n\n")[0]
    return " ".join(paragraph.split()).removesuffix(".")


if __name__ == "__main__":
    write()
