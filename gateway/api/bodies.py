"""Parses requests: JSON bodies and query parameters, validated by the schemas. Unknown fields are refused."""

import json
from typing import Any, NoReturn

from flask import Request, request
from marshmallow import Schema as MarshmallowSchema
from marshmallow import ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from services.chassis.contract import Invalid, Schema, validation_error
from services.chassis.contract.fields import problems

JSON = "application/json"
QUERY, BODY = "query", "json"
"""Locations of arguments, in webargs' terms. A location without a declared schema must be empty."""

NOTHING = Schema()


class MalformedJson(BadRequest):
    """The body is missing or is not valid JSON."""

    problem = "malformed_json"


def expect_json() -> None:
    """Raises UnsupportedMediaType for a body of another type than JSON, which protects against CSRF: a page of another
    origin cannot send JSON without a CORS preflight."""
    if _has_body(request) and request.mimetype != JSON:
        raise UnsupportedMediaType


def _has_body(req: Request) -> bool:
    return bool(req.content_length) or "Transfer-Encoding" in req.headers


class Parser(FlaskParser):
    """webargs' Flask parser. Raises Invalid with one problem per field."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {QUERY: None}

    def expect_nothing(self, location: str) -> None:
        """Raises Invalid if the location holds any argument: ignoring, say, a misspelt filter would widen the request's
        effect."""
        if location != BODY or request.get_data():
            self.parse(NOTHING, location=location)

    def load_querystring(self, req: Request, schema: MarshmallowSchema) -> Any:
        """Raises ValidationError if a single-valued parameter is given more than once."""
        data = super().load_querystring(req, schema)
        single = {field.data_key or name for name, field in schema.fields.items()} - data.multiple_keys
        repeated = [name for name, values in req.args.lists() if len(values) > 1 and name in single]
        if repeated:
            raise ValidationError({name: validation_error("given_twice").messages for name in repeated})
        return data

    def _raw_load_json(self, req: Request) -> Any:
        try:
            return json.loads(
                req.get_data().decode("utf-8-sig"),
                parse_constant=_refuse_constant,
                object_pairs_hook=_object_without_duplicates,
            )
        except (ValueError, RecursionError):
            raise MalformedJson from None

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Convert marshmallow's error, whose messages are grouped by location."""
        fields = [problem for messages in error.messages_dict.values() for problem in problems(messages)]
        raise Invalid(fields=fields) from None


def _object_without_duplicates(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError for an object with a duplicate name (RFC 8259 leaves its meaning undefined)."""
    result = dict(members)
    if len(result) < len(members):
        raise ValueError
    return result


def _refuse_constant(constant: str) -> NoReturn:
    """`NaN` and `Infinity`, which Python's parser accepts, are not JSON (RFC 8259)."""
    raise ValueError(constant)
