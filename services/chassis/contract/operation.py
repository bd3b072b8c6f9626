"""Operations of a service, declared once for chassis, clients, tests and documentation."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from marshmallow import Schema as MarshmallowSchema

from services.chassis.contract import fields
from services.chassis.contract.caller import Kind
from services.chassis.contract.errors import ContractError
from services.chassis.contract.event import StateEvent
from services.chassis.contract.fields import Schema
from services.chassis.contract.names import owner, wire_name


class Operation:
    """Base class; subclass `Query` or `Command`.

    `allowed`: kind of caller → required right (None: no right required). `errors`: errors beyond `EVERYWHERE`.
    `example`: a pair of request and response, which the contract tests send through the real service. `idempotent`:
    whether a Command's response is stored under its idempotency key. `has_secret`: whether the request has one, such as
    a password; callers then use random keys only (`persistence/idempotency.py`). `security_event`: whether calls are
    logged at every log level (`observability.log_security_event`), such as logins and changes of rights.
    """

    allowed: ClassVar[Mapping[Kind, str | None]]
    errors: ClassVar[tuple[type[ContractError], ...]] = ()
    example: ClassVar[tuple[dict[str, Any], dict[str, Any]]]
    service: ClassVar[str] = ""
    name: ClassVar[str] = ""
    writes: ClassVar[bool]
    idempotent: ClassVar[bool] = True
    has_secret: ClassVar[bool] = False
    security_event: ClassVar[bool] = False
    request: ClassVar[Schema]
    response: ClassVar[Schema]

    class Request(Schema):
        pass

    class Response(Schema):
        pass

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = wire_name(cls.__name__)
        cls.service = cls.__dict__.get("service") or owner(cls.__module__)
        cls.request, cls.response = cls.Request(), cls.Response()

    @classmethod
    def persons(cls, request: dict[str, Any]) -> list[str]:
        """The ids of the persons that a request is about: the values of the fields marked `person`, also in lists."""
        return sorted(set(_persons(cls.request, request)))


def _persons(schema: MarshmallowSchema, data: Mapping[str, Any]) -> Iterator[str]:
    for name, field in schema.fields.items():
        value, inner = data.get(name), getattr(field, "inner", field)
        values = value if isinstance(value, list) else [value] if value else []
        if field.metadata.get("person") or inner.metadata.get("person"):
            yield from map(str, values)
        elif isinstance(inner, fields.Nested):
            for nested in values:
                yield from _persons(inner.schema, nested)


class Query(Operation):
    """Reads in a read-only session; can be repeated."""

    writes = False


class Command(Operation):
    """Writes in one transaction; executed once per idempotency key."""

    writes = True


class FeedRow(Schema):
    id = fields.UUID()
    version = fields.Integer(min=1)
    deleted = fields.Boolean(load_default=False)
    data = fields.Dict(allow_none=True, required=True)


class Feed(Query):
    """The complete published state of every aggregate of a type, from which other services fill projections.

    Pages by id: pass `next` as `after` until it is null. Deleted aggregates are rows with `deleted`.
    """

    of: ClassVar[type[StateEvent]]
    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        after = fields.UUID(allow_none=True, load_default=None)
        limit = fields.Integer(min=1, max=500, load_default=200)

    class Response(Schema):
        rows = fields.List(fields.Nested(FeedRow), max_length=500)
        next = fields.UUID(allow_none=True, required=True)
