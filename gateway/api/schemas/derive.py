"""Derives schemas of the API from the contracts of the operations that its views call.

A field that a contract gains appears in the API. It is hidden or renamed by naming it here. A name that the contract
does not have, and a new name that another field has, raise ValueError. A field that the class itself declares takes
precedence.
"""

import copy
import enum
from collections.abc import Callable, Collection, Mapping
from functools import cache
from inspect import getdoc
from types import MappingProxyType
from typing import Any

from apispec.ext.marshmallow.common import get_fields
from marshmallow import Schema as MarshmallowSchema
from marshmallow import missing

from gateway.api.schemas.fields import OMITTED, IsoDateTime, OpenEnum, QueryBoolean, QueryInteger, ResponseSchema
from services.chassis.contract import Operation, Schema, fields

SchemaClass = type[MarshmallowSchema]
Convert = Callable[[Any], Any]
Decorator = Callable[[SchemaClass], SchemaClass]

NONE: Mapping[str, Any] = MappingProxyType({})

# each by the contract's schema
_responses: dict[SchemaClass, SchemaClass] = {}
_hidden: dict[SchemaClass, Collection[str]] = {}
_renamed: dict[SchemaClass, Mapping[str, str]] = {}


def response_of(
    source: type[Operation] | SchemaClass, *, hide: Collection[str] = (), rename: Mapping[str, str] = NONE
) -> Decorator:
    """The class becomes the API's schema for this response, or for this schema within responses.

    `hide` and `rename` also apply to responses with a schema that inherits from the contract's.
    """
    contract = _declaring(source.Response if issubclass(source, Operation) else source)

    def derive(shape: SchemaClass) -> SchemaClass:
        if earlier := [kind.__qualname__ for kind in _responses if issubclass(kind, contract)]:
            raise ValueError(f"{shape.__name__} must be declared before what derives from {', '.join(earlier)}")
        _hidden[contract], _renamed[contract] = hide, rename
        hidden = {name for base in contract.__mro__ for name in _hidden.get(base, ())}
        renamed = {old: new for base in contract.__mro__ for old, new in _renamed.get(base, {}).items()}
        _responses[contract] = _derived(shape, contract, _of_response, hidden, renamed)
        return _responses[contract]

    return derive


def part_of(contract: SchemaClass, only: Collection[str], *, rename: Mapping[str, str] = NONE) -> Decorator:
    """The class gets only these fields of a response, for an object of their own within the API's response."""
    if unknown := set(only) - get_fields(contract).keys():
        raise ValueError(f"{contract.__name__} has no field {', '.join(sorted(unknown))}")
    hidden = [name for name in get_fields(contract) if name not in only]
    return lambda shape: _derived(shape, contract, _of_response, hidden, rename)


def body_of(
    source: type[Operation] | SchemaClass,
    *,
    hide: Collection[str] = (),
    rename: Mapping[str, str] = NONE,
    defaults: Mapping[str, Any] = NONE,
) -> Decorator:
    """The class becomes the schema of a JSON body for this request.

    `defaults` replace those of the contract. A field whose default is None may be left out but not sent as null;
    if it is left out, the view does not receive it.
    """
    return _request(source, _of_body, hide, rename, defaults)


def query_of(source: type[Operation], *, hide: Collection[str] = (), rename: Mapping[str, str] = NONE) -> Decorator:
    """The class becomes the schema of query parameters for this request, with optional fields as in `body_of`."""
    return _request(source, _of_query, hide, rename, NONE)


def response_schema(operation: type[Operation]) -> SchemaClass | None:
    """The schema of the operation's response, None if that is empty."""
    contract = _declaring(operation.Response)
    return _response(contract) if get_fields(contract) else None


def _response(contract: SchemaClass) -> SchemaClass:
    if contract not in _responses:
        name = contract.__qualname__.replace(".", "")
        response_of(contract)(ResponseSchema.from_dict({}, name=name))
    return _responses[contract]


@cache
def _body(contract: SchemaClass) -> SchemaClass:
    return body_of(contract)(Schema.from_dict({}, name=contract.__name__))


def _request(
    source: type[Operation] | SchemaClass,
    convert: Convert,
    hide: Collection[str],
    rename: Mapping[str, str],
    defaults: Mapping[str, Any],
) -> Decorator:
    contract = source.Request if issubclass(source, Operation) else source
    return lambda shape: _derived(shape, contract, convert, hide, rename, defaults)


def _declaring(contract: SchemaClass) -> SchemaClass:
    """The class that declares the fields: an operation's `Response` is often an empty subclass of another schema."""
    (base, *_) = contract.__bases__
    return _declaring(base) if get_fields(base).keys() == get_fields(contract).keys() != set() else contract


def _derived(
    shape: SchemaClass,
    contract: SchemaClass,
    convert: Convert,
    hide: Collection[str],
    rename: Mapping[str, str],
    defaults: Mapping[str, Any] = NONE,
) -> SchemaClass:
    declared, own, derived = get_fields(contract), get_fields(shape), {}
    if unknown := {*hide, *rename, *defaults} - declared.keys():
        raise ValueError(f"{contract.__qualname__} has no {', '.join(sorted(unknown))}")
    for name, field in declared.items():
        new = rename.get(name, name)
        if name in hide or new in own:
            continue
        if new in derived:
            raise ValueError(f"{contract.__qualname__}: two fields would be named {new}")
        derived[new] = converted = convert(field)
        if new != name:
            converted.attribute = name
        if name in defaults:
            converted.load_default, converted.required = defaults[name], False
    result = shape.from_dict(derived, name=shape.__name__)
    result.__module__, result.__doc__ = shape.__module__, shape.__doc__
    if shape.__doc__ is None and getdoc(contract) != getdoc(Schema):
        result.__doc__ = getdoc(contract)
    return result


def _of_response(field: Any) -> Any:
    """Services send every field, so all are required. A nested schema is looked up when it is first used: whatever
    hides a part of it is declared by then."""
    match field:
        case fields.Nested():
            converted: Any = fields.Nested(lambda: _response(_declaring(_nested(field))))
        case fields.List():
            converted = _list(field, _of_response)
        case fields.Enum():
            converted = OpenEnum(field.choices)
        case fields.AwareDateTime():
            converted = IsoDateTime()
        case _:
            converted = copy.copy(field)
    converted.allow_none, converted.required, converted.load_default = field.allow_none, True, missing
    return converted


def _of_body(field: Any) -> Any:
    match field:
        case fields.Nested():
            return _of_request(field, fields.Nested(lambda: _body(_nested(field))))
        case fields.List():
            return _of_request(field, _list(field, _of_body))
        case fields.Enum():
            return _of_request(field, OpenEnum(field.choices))
    return _of_request(field, copy.copy(field))


def _of_query(field: Any) -> Any:
    match field:
        case fields.Integer():
            return _of_request(field, QueryInteger(min=field.min, max=field.max))
        case fields.Boolean():
            return _of_request(field, QueryBoolean())
    return _of_body(field)


def _of_request(field: Any, converted: Any) -> Any:
    """The converted field with the default of the contract's."""
    default = str(field.load_default) if isinstance(field.load_default, enum.Enum) else field.load_default
    converted.required, converted.load_default = field.required, OMITTED if default is None else default
    converted.allow_none = field.allow_none and default is not None
    return converted


def _nested(field: Any) -> SchemaClass:
    return field.nested  # type: ignore[no-any-return]  # contracts nest classes


def _list(field: fields.List, convert: Convert) -> fields.List:
    return fields.List(convert(field.inner), max_length=field.max_length, min_length=field.min_length)
