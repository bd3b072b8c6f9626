"""Documents against schemas: the same keys at every depth, null only where the schema allows it."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema

from services.chassis.contract import Feed, Operation, fields


def departures(schema: Schema, document: Any, path: str = "") -> list[str]:
    """Where a document is not exactly of the schema: `rows[0].site is missing`."""
    if not isinstance(document, dict):
        return [f"{path or 'it'} is no object"]
    missing = [f"{path}.{name} is missing" for name in schema.fields.keys() - document.keys()]
    extra = [f"{path}.{name} is not in the schema" for name in document.keys() - schema.fields.keys()]
    within = [
        wrong
        for name, field in schema.fields.items()
        if name in document
        for wrong in _of_field(field, document[name], f"{path}.{name}")
    ]
    return missing + extra + within


def _of_field(field: Any, value: Any, path: str) -> list[str]:
    if value is None:
        return [] if field.allow_none else [f"{path} is null"]
    if isinstance(field, fields.Nested):
        return departures(field.schema, value, path)
    if isinstance(field, fields.List):
        return [wrong for i, one in enumerate(value) for wrong in _of_field(field.inner, one, f"{path}[{i}]")]
    return []


def of_feed(operation: type[Operation], response: dict[str, Any]) -> list[str]:
    """The same for what a feed's rows hold, which its own schema leaves open."""
    if not issubclass(operation, Feed):
        return []
    told = [row for row in response["rows"] if not row["deleted"]]
    return [wrong for row in told for wrong in departures(operation.of.data, row["data"], "rows.data")]


def untold(schema: Schema, example: Any, real: Any, path: str = "") -> Iterator[str]:
    """Where the example shows something (an object, a list's element) and the real document has nothing to compare.

    Flags and words of an enumeration are to be the same: the example's situation decides them.
    """
    for name, field in schema.fields.items():
        shown, is_ = example[name], real[name]
        if isinstance(field, fields.Nested) and shown is not None:
            yield from untold(field.schema, shown, is_, f"{path}.{name}") if is_ else [f"{path}.{name} is null"]
        elif isinstance(field, fields.List) and shown:
            if not is_:
                yield f"{path}.{name} is empty"
            elif isinstance(field.inner, fields.Nested):
                for one, other in zip(shown, is_, strict=False):
                    yield from untold(field.inner.schema, one, other, f"{path}.{name}")
        elif isinstance(field, fields.Boolean | fields.Enum) and shown != is_:
            yield f"{path}.{name} is {is_!r}, in the example {shown!r}"
