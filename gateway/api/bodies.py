"""How requests are read: JSON and nothing else, checked by the schemas of version 1. What is not known is refused."""

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
"""Where the arguments of an operation stand; none are taken from a place for which nothing is declared."""

NOTHING = Schema()


class MalformedJson(BadRequest):
    """The body is missing, or no JSON."""

    problem = "malformed_json"


def expect_json() -> None:
    """A body is JSON, or is not looked at: no page elsewhere can make a browser send one that way."""
    if _has_body(request) and request.mimetype != JSON:
        raise UnsupportedMediaType


def _has_body(req: Request) -> bool:
    return bool(req.content_length) or "Transfer-Encoding" in req.headers


class Parser(FlaskParser):
    """Reads arguments of views; what is wrong is raised as Invalid, by field."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {QUERY: None}

    def expect_nothing(self, place: str) -> None:
        """Raises Invalid for each argument that stands there: passed over, it would make less of the request than was
        meant, and more of what is done."""
        if place != BODY or request.get_data():
            self.parse(NOTHING, location=place)

    def load_querystring(self, req: Request, schema: MarshmallowSchema) -> Any:
        """A parameter that has one value is given once: nobody knows which of two was meant."""
        found = super().load_querystring(req, schema)
        single = {field.data_key or name for name, field in schema.fields.items()} - found.multiple_keys
        twice = [name for name, values in req.args.lists() if len(values) > 1 and name in single]
        if twice:
            raise ValidationError({name: validation_error("given_twice").messages for name in twice})
        return found

    def _raw_load_json(self, req: Request) -> Any:
        try:
            return json.loads(req.get_data().decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_object)
        except (ValueError, RecursionError):
            raise MalformedJson from None

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """`messages` are by the place in which the arguments stand."""
        wrong = [found for messages in error.messages_dict.values() for found in problems(messages)]
        raise Invalid(fields=wrong) from None


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """One that has a name twice means nobody knows what."""
    found = dict(members)
    if len(found) < len(members):
        raise ValueError
    return found


def _refuse(constant: str) -> NoReturn:
    """`NaN` and `Infinity` are no JSON, although Python writes them."""
    raise ValueError(constant)
