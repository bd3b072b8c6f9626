"""Events: facts in the past tense, told to whoever listens. CloudEvents 1.0 (see `bus/envelope.py`)."""

from typing import Any, ClassVar

from marshmallow import Schema as MarshmallowSchema

from services.chassis.contract.fields import Schema, tolerant
from services.chassis.contract.names import owner, wire_name


class Event:
    """Something happened. `subject` names the field of `Data` that identifies what it happened to."""

    subject: ClassVar[str]
    example: ClassVar[dict[str, Any]]
    service: ClassVar[str] = ""
    type: ClassVar[str] = ""
    data: ClassVar[Schema]
    received: ClassVar[MarshmallowSchema]

    class Data(Schema):
        """Tells nothing but that it happened."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.type = wire_name(cls.__name__)
        cls.service = cls.__dict__.get("service") or owner(cls.__module__)
        cls.data, cls.received = cls.Data(), tolerant(cls.Data())

    @classmethod
    def persons(cls, data: dict[str, Any]) -> list[str]:
        """The ids of the persons whom an event of this type concerns (fields marked `person`)."""
        marked = [name for name, field in cls.data.fields.items() if field.metadata.get("person")]
        return sorted({str(data[name]) for name in marked if data.get(name)})

    @classmethod
    def personal(cls) -> list[str]:
        """The names of the fields that hold data about a person."""
        return [name for name, field in cls.data.fields.items() if field.metadata.get("personal")]


class StateEvent(Event):
    """The complete published state of an aggregate, for others to copy; the highest version wins.

    A deletion comes as an event with `deleted` in its envelope and only the subject in its data.
    """
