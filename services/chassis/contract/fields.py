"""Field types that contracts share. A wrong value is answered with a code and its parameters, never a sentence.

`personal=True` marks data about a person (it is blanked when the person is erased); `person=True` marks
the id of the person whom a record concerns.
"""

import datetime as dt
import enum
import re
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from marshmallow import EXCLUDE, RAISE, ValidationError, fields
from marshmallow import Schema as MarshmallowSchema

_CODES = {"required": "required", "null": "required", "invalid": "invalid"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\t]")
_EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]{1,64}@[^@\s<>\"(),:;\[\]\\.]+(\.[^@\s<>\"(),:;\[\]\\.]+)+")


class Problem(NamedTuple):
    """One thing that is wrong with one field."""

    code: str
    params: dict[str, Any]


def refuse(code: str, **params: Any) -> ValidationError:
    return ValidationError([Problem(code, params)])


class Schema(MarshmallowSchema):
    """The shape of a request, a response or an event. Unknown fields are refused where a request is read."""

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    class Meta:
        unknown = RAISE

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What a field tells: of a dict its value, of anything else its attribute; marshmallow tries both of each."""
        return obj.get(attr, default) if isinstance(obj, dict) else getattr(obj, attr, default)


class _Marked(fields.Field[Any]):
    codes: ClassVar[dict[str, str]] = {}

    def __init__(self, *inner: Any, personal: bool = False, person: bool = False, **options: Any) -> None:
        marks = {name: True for name, on in (("personal", personal), ("person", person)) if on}
        if options.pop("nullable", False):
            options["allow_none"] = True
            if not options.get("required"):
                options.setdefault("load_default", None)
        if "load_default" not in options:
            options["required"] = True
        super().__init__(*inner, metadata=marks, error_messages=dict(_CODES | self.codes), **options)


class Text(_Marked, fields.String):
    """Text without control characters, trimmed; of one line unless `lines=True`. `max` counts characters."""

    def __init__(self, *, max: int, min: int = 0, lines: bool = False, trim: bool = True, **options: Any) -> None:
        self.longest, self.shortest, self.lines, self.trim = max, min, lines, trim
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs) or ""
        text = text.replace("\r\n", "\n")
        if self.trim:
            text = text.strip()
        if _CONTROL.search(text) or (not self.lines and _BREAKS.search(text)):
            raise refuse("control_characters")
        if len(text) > self.longest:
            raise refuse("too_long", limit=self.longest, length=len(text))
        if len(text) < self.shortest:
            raise refuse("required") if not text else refuse("too_short", limit=self.shortest)
        return text


class Email(Text):
    """An e-mail address, in lower case."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max", 254)
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs).lower()
        if text and not _EMAIL.fullmatch(text):
            raise refuse("not_an_email")
        return text


class Whole(_Marked, fields.Integer):
    """A whole number, given as a number."""

    def __init__(self, *, min: int | None = None, max: int | None = None, **options: Any) -> None:
        self.least, self.most = min, max
        super().__init__(strict=True, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, bool | str):
            raise refuse("not_a_number")
        number: int = super()._deserialize(value, *args, **kwargs)
        if self.least is not None and number < self.least:
            raise refuse("too_small", limit=self.least)
        if self.most is not None and number > self.most:
            raise refuse("too_large", limit=self.most)
        return number


class Flag(_Marked, fields.Boolean):
    """True or false, given as such."""

    truthy = {True}
    falsy = {False}


class Id(_Marked, fields.UUID):
    """An identifier (UUIDv7), a string on the wire."""

    codes: ClassVar[dict[str, str]] = {"invalid_uuid": "invalid"}


class Moment(_Marked, fields.AwareDateTime):
    """A moment in UTC, ISO 8601 with zone on the wire."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    codes: ClassVar[dict[str, str]] = {"awareness": "zone_missing", "invalid_awareness": "zone_missing"}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> dt.datetime:
        return super()._deserialize(value, *args, **kwargs).astimezone(dt.UTC)


class Day(_Marked, fields.Date):
    """A date in the dealer's zone, ISO 8601 on the wire."""


class Choice(_Marked):
    """One of an enumeration's values."""

    def __init__(self, choices: type[enum.StrEnum], **options: Any) -> None:
        self.choices = choices
        super().__init__(**options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.choices(value)
        except ValueError:
            raise refuse("not_a_choice", choices=[str(choice) for choice in self.choices]) from None

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(self.choices(value))


class ListOf(_Marked, fields.List[Any]):
    """A list of at most `max` values."""

    def __init__(self, inner: Any, *, max: int, min: int = 0, **options: Any) -> None:
        self.longest, self.shortest = max, min
        super().__init__(inner, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.longest:
            raise refuse("too_many", limit=self.longest)
        values = super()._deserialize(value, *args, **kwargs)
        if len(values) < self.shortest:
            raise refuse("none_chosen")
        return values


class AsKept(ListOf):
    """A list that its owner keeps in the very shape in which it is told: it is not put together once more."""

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


class One(_Marked, fields.Nested):
    """An object of another schema."""

    codes: ClassVar[dict[str, str]] = {"type": "not_an_object"}


class Mapped(_Marked, fields.Dict):
    """An object with free keys (JSON values)."""


def problems(messages: Any, path: tuple[str | int, ...] = ()) -> list[dict[str, Any]]:
    """Marshmallow's tree of messages as a flat list of `{"path", "code", "params"}`."""
    if isinstance(messages, Mapping):
        return [
            found
            for key, inner in messages.items()
            for found in problems(inner, path if key == "_schema" else (*path, key))
        ]
    return [
        {"path": list(path), "code": code, "params": params}
        for code, params in (one if isinstance(one, Problem) else Problem(str(one), {}) for one in messages)
    ]


def tolerant(schema: MarshmallowSchema) -> MarshmallowSchema:
    """The same schema, passing over unknown fields at every depth: how events and responses are read."""
    schema.unknown = EXCLUDE
    for field in schema.fields.values():
        _loosen(field)
    return schema


def _loosen(field: fields.Field[Any]) -> None:
    if isinstance(field, fields.List):
        _loosen(field.inner)
    elif isinstance(field, fields.Nested):
        field.unknown = EXCLUDE
        tolerant(field.schema)
