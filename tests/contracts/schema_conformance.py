"""Compares documents with schemas: the same keys at every depth, null only where the schema allows it."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema

from services.chassis.contract import Feed, Operation, fields


def mismatches(schema: Schema, document: Any, path: str = "") -> list[str]:
    """How a document differs from a schema: `rows[0].site is missing`."""
    if not isinstance(document, dict):
        return [f"{path or 'it'} is no object"]
    missing = [f"{path}.{name} is missing" for name in schema.fields.keys() - document.keys()]
    extra = [f"{path}.{name} is not in the schema" for name in document.keys() - schema.fields.keys()]
    within = [
        mismatch
        for name, field in schema.fields.items()
        if name in document
        for mismatch in _of_field(field, document[name], f"{path}.{name}")
    ]
    return missing + extra + within


def _of_field(field: Any, value: Any, path: str) -> list[str]:
    if value is None:
        return [] if field.allow_none else [f"{path} is null"]
    if isinstance(field, fields.Nested):
        return mismatches(field.schema, value, path)
    if isinstance(field, fields.List):
        return [mismatch for i, one in enumerate(value) for mismatch in _of_field(field.inner, one, f"{path}[{i}]")]
    return []


def feed_mismatches(operation: type[Operation], response: dict[str, Any]) -> list[str]:
    """The same for the data in a feed's rows, which the feed's own schema does not describe."""
    if not issubclass(operation, Feed):
        return []
    kept_rows = [row for row in response["rows"] if not row["deleted"]]
    return [mismatch for row in kept_rows for mismatch in mismatches(operation.of.data, row["data"], "rows.data")]


def example_differences(schema: Schema, example: Any, real: Any, path: str = "") -> Iterator[str]:
    """Where the example has an object or a list's element and the real document has none.

    Booleans and enumerations must be equal, because the example's situation determines them.
    """
    for name, field in schema.fields.items():
        expected, actual = example[name], real[name]
        if isinstance(field, fields.Nested) and expected is not None:
            yield from (
                example_differences(field.schema, expected, actual, f"{path}.{name}")
                if actual
                else [f"{path}.{name} is null"]
            )
        elif isinstance(field, fields.List) and expected:
            if not actual:
                yield f"{path}.{name} is empty"
            elif isinstance(field.inner, fields.Nested):
                for one, other in zip(expected, actual, strict=False):
                    yield from example_differences(field.inner.schema, one, other, f"{path}.{name}")
        elif isinstance(field, fields.Boolean | fields.Enum) and expected != actual:
            yield f"{path}.{name} is {actual!r}, in the example {expected!r}"
