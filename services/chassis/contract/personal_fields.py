"""Blanks the fields marked `personal` in requests, responses and events."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields


def without_personal(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with marked fields blank, at every depth. Fields that the schema does not know are left out. `data` need
    not be valid."""
    return {name: _blanked(schema.fields[name], value) for name, value in data.items() if name in schema.fields}


def _blanked(field: fields.Field[Any], value: Any) -> Any:
    if field.metadata.get("personal"):
        return blank_value(field)
    if isinstance(field, fields.List) and isinstance(value, list):
        return [_blanked(field.inner, element) for element in value]
    if isinstance(field, fields.Nested) and isinstance(value, Mapping):
        return without_personal(field.schema, value)
    return value


def blank_value(field: fields.Field[Any]) -> Any:
    """An empty text, object or list; None for any other field and where None is allowed."""
    if field.allow_none:
        return None
    for kind, blank in ((fields.String, ""), (fields.Dict, {}), (fields.List, [])):
        if isinstance(field, kind):
            return blank
    return None
