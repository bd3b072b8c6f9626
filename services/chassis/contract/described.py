"""What field types check, in the words of JSON Schema: for descriptions that other systems read."""

from typing import Any

from services.chassis.contract.fields import Choice, ListOf, Text, Whole


def limits(field: Any) -> dict[str, Any]:
    """The keywords that a field's type stands for beside what marshmallow's own type does."""
    match field:
        case Choice():
            return {"type": "string", "enum": [str(one) for one in field.choices]}
        case Text():
            return {"minLength": field.shortest, "maxLength": field.longest}
        case Whole():
            return _given(minimum=field.least, maximum=field.most)
        case ListOf():
            return {"minItems": field.shortest, "maxItems": field.longest}
    return {}


def _given(**limits: int | None) -> dict[str, Any]:
    return {name: value for name, value in limits.items() if value is not None}
