"""Additional field types of the API. Responses of services are passed on without conversion."""

from collections.abc import Iterable
from typing import Any

from marshmallow import EXCLUDE, missing

from services.chassis.contract import Schema, fields, validation_error

OMITTED = missing
"""`load_default` of optional fields: a field that is not sent is not passed to the view."""


class ResponseSchema(Schema):
    """A response. Clients ignore unknown fields, since later versions may add some."""

    class Meta:
        unknown = EXCLUDE


MAX_DIGITS = 9


class IsoDateTime(fields.AwareDateTime):
    """A time in UTC, ISO 8601 with offset."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class OpenEnum(fields.String):
    """An enumeration. In responses, clients accept unknown values, since later versions may add some."""

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        super().__init__(max_length=40, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if value not in self.words:
            raise validation_error("not_a_choice", choices=list(self.words))
        return super()._deserialize(value, *args, **kwargs)


class QueryInteger(fields.Integer):
    """A query parameter of at most 9 decimal digits."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
            raise validation_error("not_a_number")
        return super()._deserialize(int(value), *args, **kwargs)


class QueryBoolean(fields.Boolean):
    """A query parameter `true` or `false`."""

    truthy = {"true"}
    falsy = {"false"}
