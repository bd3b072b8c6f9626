"""Updates the tables in each service's README from its contracts. Run by `make api-docs`; other text stays."""

import re
from inspect import cleandoc
from pathlib import Path
from typing import Any

from deploy.docs.asyncapi import all_of
from deploy.run.services import SERVICES
from services.chassis.contract import Event, Feed, Operation
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.subscribers import subscriptions_of

SERVICES_FOLDER = Path(__file__).parents[2] / "services"
HEAD = "| operation | | what it does |\n|---|---|---|\n"


class NoSuchTable(Exception):
    """A README lacks the table head or heading below which the rows are written."""


def target(definition: ServiceDefinition) -> Path:
    return SERVICES_FOLDER / definition.name / "README.md"


def document(definition: ServiceDefinition, text: str) -> str:
    """The README of a service with updated tables. Raises NoSuchTable."""
    text = _replace_rows(HEAD, _operations(definition), text)
    text = _replace_rows("## Events out\n\n", _events_out(definition), text)
    return _replace_rows("## Events in\n\n", _events_in(definition), text)


def write() -> None:
    for definition in SERVICES:
        readme = target(definition)
        readme.write_text(document(definition, readme.read_text(encoding="utf-8")), encoding="utf-8")


def _replace_rows(head: str, rows: list[str], text: str) -> str:
    """Replace the rows directly below `head`."""
    pattern = re.compile(rf"({re.escape(head)})(?:[|-] .*(?:\n|$))*")
    if not pattern.search(text):
        raise NoSuchTable(head)
    return pattern.sub(lambda match: match[1] + "".join(f"{row}\n" for row in rows), text, count=1)


def _operations(definition: ServiceDefinition) -> list[str]:
    operations = [operation for operation in all_of(Operation) if operation.service == definition.name]
    return [
        f"| `{operation.name}` | {_kind(operation)} | {_description(operation)} |"
        for operation in sorted(operations, key=lambda operation: str(operation.name))
    ]


def _kind(operation: type[Operation]) -> str:
    if issubclass(operation, Feed):
        return "feed"
    return "command" if operation.writes else "query"


def _description(operation: type[Operation]) -> str:
    if issubclass(operation, Feed):
        return f"The state of each, page by page, for projections of `{operation.of.type}`"
    return _summary(operation)


def _events_out(definition: ServiceDefinition) -> list[str]:
    events = [event for event in all_of(Event) if event.service == definition.name]
    return [f"- `{event.type}`: {_summary(event)}" for event in sorted(events, key=lambda event: str(event.type))]


def _events_in(definition: ServiceDefinition) -> list[str]:
    subscribed = sorted({(item.event_type, item.source) for item in subscriptions_of(definition.events)})
    return [f"- `{event_type}` of {source}" for event_type, source in subscribed]


def _summary(kind: type[Any]) -> str:
    """The first paragraph of a docstring, on one line."""
    paragraph = cleandoc(kind.__doc__ or "").split("\n\n")[0]
    return " ".join(paragraph.split()).removesuffix(".")


if __name__ == "__main__":
    write()
