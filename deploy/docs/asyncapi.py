"""Writes docs/api/asyncapi.json (AsyncAPI 3.0) from the contracts: all events and operations (`make api-docs`)."""

import datetime as dt
from inspect import cleandoc
from typing import Any
from uuid import UUID

from apispec import APISpec
from apispec.ext.marshmallow.openapi import OpenAPIConverter

import deploy.run.monkeypatch  # noqa: F401  # the services of the installation want it first
from deploy.docs import breaks
from deploy.docs.freeze import ROOT, Frozen
from deploy.run.services import SERVICES
from services.chassis.bus.envelope import Envelope
from services.chassis.contract import Event, Operation, Schema, StateEvent, json_schema


class _Converter(OpenAPIConverter):
    """Inlines schemas and adds the keywords of the project's field types."""

    def __init__(self) -> None:
        spec = APISpec("installation", "1", "3.1.0")
        super().__init__("3.1.0", schema_name_resolver=lambda schema: None, spec=spec)
        self.add_attribute_function(_keywords)  # type: ignore[no-untyped-call]


def _keywords(_converter: OpenAPIConverter, field: Any, **_: Any) -> dict[str, Any]:
    return json_schema.keywords(field)


def document() -> dict[str, Any]:
    """The document, with a channel per event and per operation."""
    converter = _Converter()
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for event in sorted(all_of(Event), key=lambda kind: (kind.service, kind.type)):
        name = f"{event.service}.{event.type}"
        channels[name] = {
            "address": event.type,
            "description": _first_paragraph(event),
            "messages": _messages(converter, event),
            "bindings": {"amqp": {"is": "routingKey", "exchange": _exchange(f"{event.service}.events")}},
        }
        operations[f"publish_{event.service}_{event.type}"] = _operation("send", name)
    for operation in sorted(all_of(Operation), key=lambda kind: (kind.service, kind.name)):
        name = f"{operation.service}.{operation.name}"
        channels[name] = {
            "address": name,
            "description": _first_paragraph(operation),
            "messages": {
                "request": {
                    "contentType": CONTENT_TYPE,
                    "payload": _shape(converter, operation.request),
                    "examples": _examples(operation, 0),
                },
                "response": {
                    "contentType": CONTENT_TYPE,
                    "payload": _open(_shape(converter, operation.response)),
                    "examples": _examples(operation, 1),
                },
            },
            "bindings": {"amqp": {"is": "routingKey", "exchange": _exchange("nameko-rpc")}},
            "x-allowed": {str(kind): str(right or "") for kind, right in operation.allowed.items()},
            "x-errors": {error.code: error.status for error in operation.errors},
        }
        operations[f"answer_{name.replace('.', '_')}"] = _operation("receive", name)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Machinepark",
            "version": "1",
            "description": (
                "Events are CloudEvents 1.0 in structured JSON. Operations are nameko RPC: "
                'the request is the `kwargs` of `{"args": [], "kwargs": {}}`, the response the `result` of the reply.'
            ),
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"rabbitmq": SERVER},
        "channels": channels,
        "operations": operations,
        "components": {"securitySchemes": {"brokerUser": SECURITY}},
    }


def all_of(base: type[Any]) -> list[type[Any]]:
    """All subclasses of `base` in the contracts of the installation's services."""
    names = {definition.name for definition in SERVICES}
    found, pending = [], [base]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.service in names and kind.__module__.startswith("services."):
            found.append(kind)
    return found


CONTENT_TYPE = "application/json"
"""Of every message, also of CloudEvents: kombu and nameko refuse to decode `application/cloudevents+json`."""
SERVER: dict[str, Any] = {
    "host": "{host}:{port}",
    "pathname": "/{vhost}",
    "protocol": "amqps",
    "protocolVersion": "0-9-1",
    "description": "RabbitMQ of the installation. Without TLS the protocol is `amqp` and the port 5672.",
    "variables": {
        "host": {"description": "Where the dealer's RabbitMQ listens.", "examples": ["rabbitmq.dealer.example"]},
        "port": {"default": "5671", "enum": ["5671", "5672"]},
        "vhost": {"default": "machinepark", "description": "The virtual host; `/` is written `%2f`."},
    },
    "security": [{"$ref": "#/components/securitySchemes/brokerUser"}],
}
SECURITY = {
    "type": "userPassword",
    "description": (
        "SASL PLAIN. The dealer creates a RabbitMQ user for each program, with permissions for queues of its own and "
        "for reading the exchanges of events: docs/integrating.md#events. Only the installation's own programs may "
        "call operations in a person's name; RabbitMQ verifies the property `user_id` of their messages."
    ),
}


def _messages(converter: _Converter, event: type[Event]) -> dict[str, Any]:
    """The event; of a state event also the tombstone, which is published when the aggregate is deleted."""
    data = _open(_shape(converter, event.data))
    messages = {event.type: _message(event, data, event.example)}
    if issubclass(event, StateEvent):
        subject = {event.subject: data["properties"][event.subject]}
        tombstone = {"type": "object", "required": [event.subject], "properties": subject}
        example = {event.subject: event.example[event.subject]}
        messages["deleted"] = _message(event, tombstone, example, deleted=True)
    return messages


def _message(event: type[Event], data: Any, example: Any, *, deleted: bool = False) -> dict[str, Any]:
    mark = {"deleted": {"const": True}} if deleted else {}
    identity = {"type": {"const": event.type}, "source": {"const": f"/{event.service}"}}
    envelope = Envelope(
        id=EXAMPLE_ID, source=event.service, type=event.type, time=EXAMPLE_TIME, subject=str(example[event.subject]),
        version=1, correlation_id="5f0c", data=example, deleted=deleted,
    )  # fmt: skip
    return {
        "contentType": CONTENT_TYPE,
        "payload": {
            "type": "object",
            "required": [*ENVELOPE, *mark, "data"],
            "properties": ENVELOPE | identity | mark | {"data": data},
        },
        "examples": [{"name": "tombstone" if deleted else "event", "payload": envelope.to_wire()}],
    }


EXAMPLE_ID, EXAMPLE_TIME = UUID("01980000-0000-7000-8000-0000000000e7"), dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
ENVELOPE: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "format": "uuid"},
    "source": {"type": "string"},
    "type": {"type": "string"},
    "time": {"type": "string", "format": "date-time"},
    "subject": {"type": "string"},
    "datacontenttype": {"const": "application/json"},
    "aggregateversion": {"type": "integer"},
    "correlationid": {"type": "string"},
}
"""See `services/chassis/bus/envelope.py`."""


def _shape(converter: _Converter, schema: Schema) -> Any:
    return converter.schema2jsonschema(schema)  # type: ignore[no-untyped-call]


def _open(shape: Any) -> Any:
    """The schema as consumers must apply it: unknown fields are allowed."""
    if isinstance(shape, dict):
        return {name: _open(inner) for name, inner in shape.items() if name != "additionalProperties"}
    return [_open(inner) for inner in shape] if isinstance(shape, list) else shape


def _examples(operation: type[Operation], part: int) -> list[dict[str, Any]]:
    return [{"payload": operation.example[part]}]


def _exchange(name: str) -> dict[str, Any]:
    return {"name": name, "type": "topic", "durable": True}


def _operation(action: str, channel: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}


def _first_paragraph(kind: type[Any]) -> str:
    return " ".join(cleandoc(kind.__doc__ or "").split("\n\n")[0].split())


FROZEN = Frozen(ROOT / "docs" / "api" / "asyncapi.json", document, breaks.of_asyncapi)

if __name__ == "__main__":
    FROZEN.main()
