"""marshmallow's field types, stricter: a field is required unless it has `load_default` or `allow_none`.

A validation error is a code with parameters (`too_long`, limit), not a message: the edge that addresses a person turns
it into a message in that person's language.

`personal=True` marks personal data; `person=True` marks the id of the person concerned (docs/architecture.md#data).
"""

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from marshmallow import EXCLUDE, RAISE, ValidationError, fields
from marshmallow import Schema as MarshmallowSchema

from services.chassis.contract.characters import is_clean
from services.chassis.contract.contact_details import canonical_email, is_country, is_telephone_number

_CODES = {"required": "required", "null": "required", "invalid": "invalid"}
LARGEST_INTEGER = 2**31 - 1
"""That of PostgreSQL's `integer`, the type of the columns."""


class Problem(NamedTuple):
    """An error of one field."""

    code: str
    params: dict[str, Any]


def validation_error(code: str, **params: Any) -> ValidationError:
    """A marshmallow ValidationError with a code and parameters instead of a message."""
    return ValidationError([Problem(code, params)])


class Schema(MarshmallowSchema):
    """The shape of a request, a response or an event. Loading a request refuses unknown fields."""

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    class Meta:
        unknown = RAISE

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Read a key of a dict or an attribute of any other object; marshmallow tries both for each value."""
        return obj.get(attr, default) if isinstance(obj, dict) else getattr(obj, attr, default)


class _Field(fields.Field[Any]):
    codes: ClassVar[dict[str, str]] = {}

    def __init__(self, *inner: Any, personal: bool = False, person: bool = False, **options: Any) -> None:
        marks = {name: True for name, on in (("personal", personal), ("person", person)) if on}
        if options.get("allow_none") and not options.get("required"):
            options.setdefault("load_default", None)
        if "load_default" not in options:
            options["required"] = True
        super().__init__(*inner, metadata=marks, error_messages=dict(_CODES | self.codes), **options)


class String(_Field, fields.String):
    """Text without control characters and (`characters.py`) invisible ones, stripped if `trim`, on one line unless
    `multiline`. Lengths in characters."""

    def __init__(
        self, *, max_length: int, min_length: int = 0, multiline: bool = False, trim: bool = True, **options: Any
    ) -> None:
        self.max_length, self.min_length, self.multiline, self.trim = max_length, min_length, multiline, trim
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs) or ""
        text = text.replace("\r\n", "\n")
        if self.trim:
            text = text.strip()
        if not is_clean(text, multiline=self.multiline):
            raise validation_error("control_characters")
        if len(text) > self.max_length:
            raise validation_error("too_long", limit=self.max_length, length=len(text))
        if len(text) < self.min_length:
            raise validation_error("required") if not text else validation_error("too_short", limit=self.min_length)
        return text


class Email(String):
    """An e-mail address in the form of `canonical_email`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 254)
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        email = canonical_email(text)
        if text and not email:
            raise validation_error("not_an_email")
        return email


class Country(String):
    """A country (ISO 3166-1 alpha-2, as in the CLDR)."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if (code := super()._deserialize(value, *args, **kwargs)) and not is_country(code):
            raise validation_error("not_a_country")
        return code


class Telephone(String):
    """A telephone number (`is_telephone_number`), kept as typed. For requests of people only: numbers from elsewhere
    stay as they are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if text and not is_telephone_number(text):
            raise validation_error("not_a_telephone_number")
        return text


class Integer(_Field, fields.Integer):
    """A JSON integer of at most 32 bits, with its sign; a string of digits is refused."""

    def __init__(self, *, min: int = -LARGEST_INTEGER - 1, max: int = LARGEST_INTEGER, **options: Any) -> None:
        self.min, self.max = min, max
        super().__init__(strict=True, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, bool | str):
            raise validation_error("not_a_number")
        number: int = super()._deserialize(value, *args, **kwargs)
        if number < self.min:
            raise validation_error("too_small", limit=self.min)
        if number > self.max:
            raise validation_error("too_large", limit=self.max)
        return number


class Boolean(_Field, fields.Boolean):
    """JSON `true` or `false`; marshmallow's other truthy and falsy values are refused."""

    truthy = {True}
    falsy = {False}


class UUID(_Field, fields.UUID):
    codes: ClassVar[dict[str, str]] = {"invalid_uuid": "invalid"}


class AwareDateTime(_Field, fields.AwareDateTime):
    """A datetime with a time zone, converted to UTC; ISO 8601 on the wire. The year is from 1900 to 2200, so that it
    has a local time everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    codes: ClassVar[dict[str, str]] = {"awareness": "zone_missing", "invalid_awareness": "zone_missing"}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> dt.datetime:
        at = super()._deserialize(value, *args, **kwargs)
        if not 1900 <= at.year <= 2200:
            raise validation_error("invalid")
        return at.astimezone(dt.UTC)


class Date(_Field, fields.Date):
    """A date in the dealer's time zone, ISO 8601 on the wire."""


class Enum(_Field):
    """A member of a `StrEnum`; its value on the wire."""

    def __init__(self, choices: type[enum.StrEnum], **options: Any) -> None:
        self.choices = choices
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.choices(value)
        except ValueError:
            raise validation_error("not_a_choice", choices=[str(choice) for choice in self.choices]) from None

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(self.choices(value))


class List(_Field, fields.List[Any]):
    """A list of at most `max_length` values."""

    def __init__(self, inner: Any, *, max_length: int, min_length: int = 0, **options: Any) -> None:
        self.max_length, self.min_length = max_length, min_length
        super().__init__(inner, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.max_length:
            raise validation_error("too_many", limit=self.max_length)
        values = super()._deserialize(value, *args, **kwargs)
        if len(values) < self.min_length:
            raise validation_error("none_chosen")
        return values


class RawList(List):
    """A list whose elements are stored in the shape of the response; it is dumped without copying."""

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


class Nested(_Field, fields.Nested):
    codes: ClassVar[dict[str, str]] = {"type": "not_an_object"}


class Dict(_Field, fields.Dict):
    """An object with any keys and JSON values."""


def problems(messages: Any, path: tuple[str | int, ...] = ()) -> list[dict[str, Any]]:
    """marshmallow's nested error messages as a flat list of `{"path", "code", "params"}`."""
    if isinstance(messages, Mapping):
        return [
            problem
            for key, inner in messages.items()
            for problem in problems(inner, path if key == "_schema" else (*path, key))
        ]
    return [
        {"path": list(path), "code": code, "params": params}
        for code, params in (error if isinstance(error, Problem) else Problem(str(error), {}) for error in messages)
    ]


def tolerant(schema: MarshmallowSchema) -> MarshmallowSchema:
    """Set `unknown = EXCLUDE` at every depth (in place): how received events and responses are loaded."""
    schema.unknown = EXCLUDE
    for field in schema.fields.values():
        _exclude_unknown(field)
    return schema


def _exclude_unknown(field: fields.Field[Any]) -> None:
    if isinstance(field, fields.List):
        _exclude_unknown(field.inner)
    elif isinstance(field, fields.Nested):
        field.unknown = EXCLUDE
        tolerant(field.schema)
