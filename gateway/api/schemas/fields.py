"""Field types of the API beside those of the contracts. Answers go out as the services wrote them."""

from collections.abc import Iterable
from typing import Any

from marshmallow import EXCLUDE, missing

from services.chassis.contract import Schema, fields, validation_error

OMITTED = missing
"""As `load_default`: what is not sent is not given to the view."""


class ResponseSchema(Schema):
    """The shape of an answer. Later ones may have further fields: whoever reads it passes them over."""

    class Meta:
        unknown = EXCLUDE


MOST_DIGITS = 9


class IsoDateTime(fields.AwareDateTime):
    """A moment in UTC, ISO 8601 with zone."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class OpenEnum(fields.String):
    """One of these words. Whoever reads an answer takes other words too: there may be more of them later."""

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        super().__init__(max_length=40, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if value not in self.words:
            raise validation_error("not_a_choice", choices=list(self.words))
        return super()._deserialize(value, *args, **kwargs)


class QueryInteger(fields.Integer):
    """A whole number in an address, where it can only be given in digits."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
            raise validation_error("not_a_number")
        return super()._deserialize(int(value), *args, **kwargs)


class QueryBoolean(fields.Boolean):
    """A flag in an address, where it can only be a word."""

    truthy = {"true"}
    falsy = {"false"}
