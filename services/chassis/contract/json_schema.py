"""JSON Schema keywords of field types, for OpenAPI and AsyncAPI documents."""

from typing import Any

from services.chassis.contract import fields


def keywords(field: Any) -> dict[str, Any]:
    """Keywords that apispec does not derive from marshmallow's own field types."""
    match field:
        case fields.Enum():
            return {"type": "string", "enum": [str(choice) for choice in field.choices]}
        case fields.String():
            return {"minLength": field.min_length, "maxLength": field.max_length}
        case fields.Integer():
            return {
                name: value for name, value in (("minimum", field.min), ("maximum", field.max)) if value is not None
            }
        case fields.List():
            return {"minItems": field.min_length, "maxItems": field.max_length}
    return {}
