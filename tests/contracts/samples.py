"""What a request names and an answer tells, found by their schemas; and the same request about what nobody has."""

import uuid
from collections.abc import Iterator
from typing import Any

from contracts.builders import number
from marshmallow import Schema

from services.chassis.contract import fields

NUMBERS = {"reference_number", "customer_number", "equipment_number", "serial_number", "mac_address"}
"""Fields by which a thing is named, as others are by their ids."""
NAMES = {"customer_name", "site", "own_reference", "description"}
"""Texts of customers that tell of a row without being data about a person."""
Leaf = tuple[Any, str, Any]
"""A field, its name, and the value that stands there."""


def leaves(schema: Schema, document: Any) -> Iterator[Leaf]:
    """All single values of a document, at every depth."""
    for name, field in schema.fields.items():
        if isinstance(document, dict) and document.get(name) is not None:
            yield from _within(field, name, document[name])


def _within(field: Any, name: str, value: Any) -> Iterator[Leaf]:
    if isinstance(field, fields.Nested):
        yield from leaves(field.schema, value)
    elif isinstance(field, fields.List):
        for one in value:
            yield from _within(field.inner, name, one)
    else:
        yield field, name, value


def named(schema: Schema, request: dict[str, Any]) -> set[str]:
    """The ids and numbers of things and people that a request is about."""
    return {
        str(value)
        for field, name, value in leaves(schema, request)
        if isinstance(field, fields.UUID) or name in NUMBERS
    }


def told(schema: Schema, answer: dict[str, Any]) -> set[str]:
    """What an answer tells that is somebody's own: ids, numbers, data about people, names of places."""
    found = {
        str(value)
        for field, name, value in leaves(schema, answer)
        if isinstance(field, fields.UUID | fields.String | fields.Email)
        and (isinstance(field, fields.UUID) or name in NUMBERS | NAMES or field.metadata.get("personal"))
    }
    return {one for one in found if len(one) > 3}


def elsewhere(schema: Schema, request: dict[str, Any], kept: set[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same request about things that nobody has, and which stands for which; `kept` are left as they are."""
    away = named(schema, request) - kept
    instead = {value: str(uuid.uuid4()) if len(value) == 36 else number("none-") for value in away}
    return _replaced(request, instead), instead


def _replaced(value: Any, instead: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, instead) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, instead) for one in value]
    return instead.get(str(value), value) if isinstance(value, str | uuid.UUID) else value


def with_more(schema: Schema, request: dict[str, Any], more: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The request with further fields in each of its objects, unless they are the object's own; their paths."""
    added = {name: value for name, value in more.items() if name not in schema.fields}
    paths, filled = set(added), dict(request)
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        if not isinstance(inner, fields.Nested) or not request.get(name):
            continue
        several = request[name] if isinstance(field, fields.List) else [request[name]]
        grown = [with_more(inner.schema, one, more) for one in several]
        at = [f"{name}.{place}" if isinstance(field, fields.List) else name for place in range(len(grown))]
        paths |= {f"{where}.{path}" for where, (_, within) in zip(at, grown, strict=True) for path in within}
        filled[name] = [one for one, _ in grown] if isinstance(field, fields.List) else grown[0][0]
    return filled | added, paths
