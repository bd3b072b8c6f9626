"""Finds identifying values in requests and responses by their schemas, and replaces them by unknown ones."""

import uuid
from collections.abc import Iterator
from typing import Any

from contracts.builders import number
from marshmallow import Schema

from services.chassis.contract import fields

NUMBER_FIELDS = {"reference_number", "customer_number", "equipment_number", "serial_number", "mac_address"}
"""Fields with numbers that identify a resource."""
IDENTIFYING_TEXTS = {"customer_name", "site", "own_reference", "description"}
"""Texts of customers that identify a row but are not personal data."""
Leaf = tuple[Any, str, Any]
"""A field, its name and its value."""


def leaves(schema: Schema, document: Any) -> Iterator[Leaf]:
    """All scalar values of a document, at every depth."""
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


def referenced_values(schema: Schema, request: dict[str, Any]) -> set[str]:
    """The ids and numbers of resources and people in a request."""
    return {
        str(value)
        for field, name, value in leaves(schema, request)
        if isinstance(field, fields.UUID) or name in NUMBER_FIELDS
    }


def identifying_values(schema: Schema, answer: dict[str, Any]) -> set[str]:
    """The ids, numbers, personal data and names of places in a response."""
    found = {
        str(value)
        for field, name, value in leaves(schema, answer)
        if isinstance(field, fields.UUID | fields.String | fields.Email)
        and (
            isinstance(field, fields.UUID)
            or name in NUMBER_FIELDS | IDENTIFYING_TEXTS
            or field.metadata.get("personal")
        )
    }
    return {one for one in found if len(one) > 3}


def with_unknown_values(
    schema: Schema, request: dict[str, Any], kept: set[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The request with ids and numbers that do not exist, and each replaced value with its replacement; `kept` stay."""
    replaced = referenced_values(schema, request) - kept
    replacements = {value: str(uuid.uuid4()) if len(value) == 36 else number("none-") for value in replaced}
    return _replaced(request, replacements), replacements


def _replaced(value: Any, replacements: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, replacements) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, replacements) for one in value]
    return replacements.get(str(value), value) if isinstance(value, str | uuid.UUID) else value


def with_extra_fields(
    schema: Schema, request: dict[str, Any], extra: dict[str, Any]
) -> tuple[dict[str, Any], set[str]]:
    """The request with extra fields in each of its objects, unless the object has them; their paths."""
    added = {name: value for name, value in extra.items() if name not in schema.fields}
    paths, extended = set(added), dict(request)
    for name, field in schema.fields.items():
        item = field.inner if isinstance(field, fields.List) else field
        if not isinstance(item, fields.Nested) or not request.get(name):
            continue
        documents = request[name] if isinstance(field, fields.List) else [request[name]]
        nested = [with_extra_fields(item.schema, one, extra) for one in documents]
        prefixes = [f"{name}.{place}" if isinstance(field, fields.List) else name for place in range(len(nested))]
        paths |= {
            f"{prefix}.{path}"
            for prefix, (_, nested_paths) in zip(prefixes, nested, strict=True)
            for path in nested_paths
        }
        extended[name] = [one for one, _ in nested] if isinstance(field, fields.List) else nested[0][0]
    return extended | added, paths
