"""JSON Schema keywords of field types, for OpenAPI and AsyncAPI documents."""

from typing import Any

from services.chassis.contract import fields


def keywords(field: Any) -> dict[str, Any]:
    """Keywords that apispec does not derive from marshmallow's own field types."""
    match field:
        case fields.Enum():
            none, choices = [None] * field.allow_none, [str(choice) for choice in field.choices]
            return {"type": ["string", "null"] if none else "string", "enum": [*choices, *none]}
        case fields.String():
            return {"minLength": field.min_length, "maxLength": field.max_length}
        case fields.Integer():
            limits = {"minimum": field.min, "maximum": field.max}
            found = {name: limit for name, limit in limits.items() if abs(limit) < fields.LARGEST_INTEGER}
            return found if "maximum" in found else found | {"format": "int32"}
        case fields.List():
            return {"minItems": field.min_length, "maxItems": field.max_length}
    return {}
