"""Finds operations and events by their names on the wire, among all that are imported."""

from collections.abc import Iterator
from typing import Any

from services.chassis.contract.event import Event
from services.chassis.contract.operation import Operation


def find_operation(service: str, name: str) -> type[Operation] | None:
    """An operation of the service, or one that every service answers."""
    return next((one for one in _subclasses(Operation) if one.service in (service, "") and one.name == name), None)


def find_event(service: str, type_: str) -> type[Event] | None:
    return next((one for one in _subclasses(Event) if one.service == service and one.type == type_), None)


def _subclasses(base: type[Any]) -> Iterator[type[Any]]:
    pending = [base]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        yield kind
