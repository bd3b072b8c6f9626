"""Which changes of a JSON Schema break clients."""

from typing import Any

import pytest

from deploy.docs.schema_breaks import breaks

TEXT, NUMBER, NULLABLE = {"type": "string"}, {"type": "number"}, {"type": ["string", "null"]}
LIST = {"type": "array", "items": TEXT}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*required]}


def _closed(*required: str, **properties: Any) -> dict[str, Any]:
    return _object(*required, **properties) | {"additionalProperties": False}


EMPTY, NAMED = _object(), _object("name", name=TEXT)

RECEIVED = [
    (TEXT, NUMBER, "it no longer accepts the type string"),
    (NULLABLE, TEXT, "it no longer accepts null"),
    ({}, TEXT, "it no longer accepts the type array"),
    (NUMBER, {"type": "integer"}, "it no longer accepts the type number"),
    (TEXT, TEXT | {"format": "uuid"}, "it must have the format `uuid`"),
    (TEXT, TEXT | {"enum": ["a"]}, "it accepts only `a`"),
    (TEXT | {"enum": ["a", "b"]}, TEXT | {"enum": ["b", "c"]}, "it no longer accepts `a`"),
    (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 8}, "it has a smaller `maxLength`: 8"),
    (LIST, LIST | {"maxItems": 8}, "it has a smaller `maxItems`: 8"),
    (TEXT, TEXT | {"minLength": 1}, "it has a larger `minLength`: 1"),
    (NUMBER | {"minimum": -1}, NUMBER | {"minimum": 0}, "it has a larger `minimum`: 0"),
    (TEXT | {"default": "a"}, TEXT, "it no longer has the default `a`"),
    (EMPTY, _closed(), "it no longer accepts unknown fields"),
    (_closed(name=TEXT), _closed(), "`name` is no longer accepted"),
    (_object(name=TEXT), NAMED, "`name` is required"),
    (EMPTY, NAMED, "`name` is required"),
    (_object(name=TEXT), _object(name=NUMBER), "`name` no longer accepts the type string"),
    (_object(a=LIST), _object(a=LIST | {"items": NUMBER}), "`a[]` no longer accepts the type string"),
    (_object(a=NAMED), _object(a=_object(name=NUMBER)), "`a.name` no longer accepts the type string"),
    (TEXT, TEXT | {"allOf": []}, "it has another `allOf`, which this comparison does not know"),
]
SENT = [
    (TEXT, NUMBER, "it can be of the type number"),
    (TEXT, NULLABLE, "it can be null"),
    (NAMED, {"anyOf": [NAMED, {"type": "null"}]}, "it can be null"),
    ({"type": "integer"}, NUMBER, "it can be of the type number"),
    (TEXT | {"format": "uuid"}, TEXT, "it no longer has the format `uuid`"),
    ({"const": "1.0"}, {"const": "2.0"}, "it no longer has the const `1.0`"),
    (LIST | {"minItems": 1}, LIST | {"minItems": 0}, "it no longer has the `minItems` 1"),
    (NAMED, EMPTY, "`name` is no longer sent"),
    (NAMED, _object(name=TEXT), "`name` can be missing"),
    (_object(a=LIST), _object(a=LIST | {"items": NULLABLE}), "`a[]` can be null"),
]
ADDITIVE_FOR_RECEIVED = [
    (EMPTY, _object(name=TEXT)),
    (NAMED, _object(name=TEXT)),
    (_closed(), EMPTY),
    (TEXT, NULLABLE),
    ({"type": "integer"}, NUMBER),
    (TEXT | {"format": "uuid"}, TEXT),
    (TEXT | {"enum": ["a"]}, TEXT | {"enum": ["a", "b"]}),
    (TEXT | {"enum": ["a"]}, TEXT),
    (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 10}),
    (TEXT, TEXT | {"minLength": 0}),
    (TEXT, TEXT | {"default": "a"}),
    (TEXT | {"description": "a"}, TEXT | {"description": "b"}),
]
ADDITIVE_FOR_SENT = [
    (EMPTY, NAMED),
    (_object(name=TEXT), NAMED),
    (NULLABLE, TEXT),
    (NUMBER, {"type": "integer"}),
    (TEXT | {"enum": ["a"]}, TEXT | {"enum": ["a", "b"]}),
    (TEXT | {"x-extensible-enum": ["a"]}, TEXT | {"x-extensible-enum": ["a", "b"]}),
    (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 10}),
    (TEXT, TEXT | {"format": "uuid"}),
    ({"anyOf": [NAMED, {"type": "null"}]}, NAMED | {"type": ["object", "null"]}),
]


@pytest.mark.parametrize(("old", "new", "sentence"), RECEIVED)
def test_narrowed_request_is_breaking(old: Any, new: Any, sentence: str) -> None:
    assert next(breaks(old, new, received=True)) == sentence


@pytest.mark.parametrize(("old", "new", "sentence"), SENT)
def test_unexpected_response_is_breaking(old: Any, new: Any, sentence: str) -> None:
    assert next(breaks(old, new, received=False)) == sentence


@pytest.mark.parametrize(("old", "new"), ADDITIVE_FOR_RECEIVED)
def test_widened_request_is_not_breaking(old: Any, new: Any) -> None:
    assert list(breaks(old, new, received=True)) == []


@pytest.mark.parametrize(("old", "new"), ADDITIVE_FOR_SENT)
def test_compatible_response_is_not_breaking(old: Any, new: Any) -> None:
    assert list(breaks(old, new, received=False)) == []
