"""Compares two versions of a JSON Schema and finds the changes that break clients of the older one.

The services must still accept every request, and clients must still understand every response and event. Clients
ignore unknown fields, and accept new values of enumerations and longer texts and lists.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

MINIMA = ("minLength", "minItems", "minimum")
MAXIMA = ("maxLength", "maxItems", "maximum")
EXACT = ("format", "const", "pattern")
STRUCTURE = ("type", "anyOf", "enum", "default", "properties", "required", "items", "additionalProperties")
DESCRIPTIVE = ("description", "title", "example", "examples", "x-extensible-enum")
KNOWN = {*MINIMA, *MAXIMA, *EXACT, *STRUCTURE, *DESCRIPTIVE}
ANY = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
LEAST, MOST = float("-inf"), float("inf")


def breaks(old: Schema, new: Schema, *, received: bool, at: str = "") -> Iterator[str]:
    """One sentence per breaking change at the path `at` (`rows[].name`) or below it.

    `received`: the schema is of a request, else of a response or an event.
    """
    old, new = _merged(old), _merged(new)
    yield from _narrowed_types(old, new, at) if received else _widened_types(old, new, at)
    if not _types(old) & _types(new):
        return
    yield from _received(old, new, at) if received else _sent(old, new, at)
    for keyword in sorted((old.keys() | new.keys()) - KNOWN):
        if old.get(keyword) != new.get(keyword):
            yield f"{_name(at)} has another `{keyword}`, which this comparison does not know"
    before, after = old.get("properties", {}), new.get("properties", {})
    for field in sorted(before.keys() & after.keys()):
        yield from breaks(before[field], after[field], received=received, at=_below(at, field))
    if "items" in old or "items" in new:
        yield from breaks(old.get("items", {}), new.get("items", {}), received=received, at=f"{at}[]")


def _narrowed_types(old: Schema, new: Schema, at: str) -> Iterator[str]:
    for kind in _missing(_types(old), _types(new)):
        yield f"{_name(at)} no longer accepts {'null' if kind == 'null' else f'the type {kind}'}"


def _widened_types(old: Schema, new: Schema, at: str) -> Iterator[str]:
    for kind in _missing(_types(new), _types(old)):
        yield f"{_name(at)} can be {'null' if kind == 'null' else f'of the type {kind}'}"


def _received(old: Schema, new: Schema, at: str) -> Iterator[str]:
    name, is_closed = _name(at), new.get("additionalProperties") is False
    for keyword in EXACT:
        if keyword in new and new[keyword] != old.get(keyword):
            yield f"{name} must have the {keyword} `{new[keyword]}`"
    if "enum" in new and "enum" not in old:
        yield f"{name} accepts only {_values(new['enum'])}"
    elif gone := [value for value in old.get("enum", ()) if value not in new.get("enum", [value])]:
        yield f"{name} no longer accepts {_values(gone)}"
    for keyword in MAXIMA:
        if new.get(keyword, MOST) < old.get(keyword, MOST):
            yield f"{name} has a smaller `{keyword}`: {new[keyword]}"
    for keyword in MINIMA:
        if new.get(keyword, LEAST) > old.get(keyword, 0 if keyword != "minimum" else LEAST):
            yield f"{name} has a larger `{keyword}`: {new[keyword]}"
    if "default" in old and ("default" not in new or new["default"] != old["default"]):
        yield f"{name} no longer has the default {_values([old['default']])}"
    if is_closed and old.get("additionalProperties") is not False:
        yield f"{name} no longer accepts unknown fields"
    for field in sorted(old.get("properties", {}).keys() - new.get("properties", {}).keys()) if is_closed else ():
        yield f"{_name(_below(at, field))} is no longer accepted"
    for field in sorted({*new.get("required", ())} - {*old.get("required", ())}):
        yield f"{_name(_below(at, field))} is required"


def _sent(old: Schema, new: Schema, at: str) -> Iterator[str]:
    name = _name(at)
    for keyword in EXACT:
        if keyword in old and new.get(keyword) != old[keyword]:
            yield f"{name} no longer has the {keyword} `{old[keyword]}`"
    for keyword in MINIMA:
        if new.get(keyword, LEAST) < old.get(keyword, LEAST):
            yield f"{name} no longer has the `{keyword}` {old[keyword]}"
    present = new.get("properties", {}).keys()
    for field in sorted(old.get("properties", {}).keys() - present):
        yield f"{_name(_below(at, field))} is no longer sent"
    for field in sorted({*old.get("required", ())} & present - {*new.get("required", ())}):
        yield f"{_name(_below(at, field))} can be missing"


def _merged(schema: Schema) -> Schema:
    """`{"anyOf": [X, {"type": "null"}]}` as X that can be null."""
    match schema.get("anyOf"):
        case [inner, {"type": "null"}] | [{"type": "null"}, inner]:
            return {**inner, "type": [*_types(inner), "null"]}
    return schema


def _types(schema: Schema) -> frozenset[str]:
    types = schema.get("type")
    if types is None:
        return ANY
    listed = frozenset([types] if isinstance(types, str) else types)
    return listed | {"integer"} if "number" in listed else listed


def _missing(types: frozenset[str], others: frozenset[str]) -> list[str]:
    """The types that `others` lack; an integer is a number."""
    missing = types - others
    return sorted(missing - {"integer"} if "number" in missing else missing)


def _below(at: str, field: str) -> str:
    return f"{at}.{field}" if at else field


def _name(at: str) -> str:
    return f"`{at}`" if at else "it"


def _values(values: list[Any]) -> str:
    return ", ".join(f"`{value}`" for value in values)
