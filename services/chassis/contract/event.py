"""Events: facts in the past tense, published as CloudEvents 1.0 (`bus/envelope.py`)."""

from typing import Any, ClassVar
from uuid import UUID

from marshmallow import Schema as MarshmallowSchema

from services.chassis.contract.characters import storable
from services.chassis.contract.fields import Schema, tolerant
from services.chassis.contract.names import owner, wire_name


class Event:
    """Base class of events. `subject` names the field of `Data` that holds the aggregate's id."""

    subject: ClassVar[str]
    example: ClassVar[dict[str, Any]]
    service: ClassVar[str] = ""
    type: ClassVar[str] = ""
    data: ClassVar[Schema]
    received: ClassVar[MarshmallowSchema]

    class Data(Schema):
        pass

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.type = wire_name(cls.__name__)
        cls.service = cls.__dict__.get("service") or owner(cls.__module__)
        cls.data, cls.received = cls.Data(), tolerant(cls.Data())

    @classmethod
    def persons(cls, data: dict[str, Any]) -> list[str]:
        """The ids of the persons concerned: the values of the fields marked `person`. `data` need not be valid."""
        marked = [data.get(name) for name, field in cls.data.fields.items() if field.metadata.get("person")]
        return sorted({storable(str(id)) for id in marked if id and isinstance(id, str | UUID)})

    @classmethod
    def personal(cls) -> list[str]:
        """The names of the fields marked `personal`."""
        return [name for name, field in cls.data.fields.items() if field.metadata.get("personal")]


class StateEvent(Event):
    """The complete published state of an aggregate, from which other services fill projections. The highest version
    wins.

    A deletion is published as a tombstone: `deleted` in the envelope and only the subject in the data.
    """
