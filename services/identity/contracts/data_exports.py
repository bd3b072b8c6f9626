"""Exports of what all services have stored about the caller (docs/features.md#personal-data)."""

import enum

from services.chassis.contract import Command, Kind, NotAllowed, NotFound, Query, Schema, TooManyAttempts, fields

__all__ = [
    "CollectDataExport", "DataExportStatus", "GetDataExport", "ReadDataExportPart", "RequestDataExport",
    "StopDataExport",
]  # fmt: skip

PEOPLE = {Kind.USER: None, Kind.STAFF: None}
PART_SIZE = 256 * 1024
"""Characters of a part, all of them ASCII."""


class DataExportStatus(enum.StrEnum):
    RUNNING = "running"
    READY = "ready"
    STOPPED = "stopped"


class DataExportRow(Schema):
    """An export. `collected` of `services` have been asked; while one does not answer, it is asked again. A file that
    is ready has `parts`, which together are one JSON document, until `expires_at`."""

    export_id = fields.UUID()
    status = fields.Enum(DataExportStatus)
    requested_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    collected = fields.Integer(min=0)
    services = fields.Integer(min=1)
    parts = fields.Integer(min=0)


EXAMPLE = {
    "export_id": "01980000-0000-7000-8000-000000000091",
    "status": "running",
    "requested_at": "2026-03-03T08:12:00+00:00",
    "expires_at": "2026-03-10T08:12:00+00:00",
    "collected": 0,
    "services": 5,
    "parts": 0,
}
OF_EXPORT = {"export_id": EXAMPLE["export_id"]}


class RequestDataExport(Command):
    """Collect what is stored about the caller. While an export is running, that one is returned; an earlier
    one is replaced."""

    allowed = PEOPLE
    security_event = True
    errors = (TooManyAttempts,)

    class Response(DataExportRow):
        pass

    example = ({}, EXAMPLE)


class GetDataExport(Query):
    """The caller's export, or null if there is none (any more)."""

    allowed = PEOPLE
    errors = (NotAllowed,)

    class Response(Schema):
        export = fields.Nested(DataExportRow, allow_none=True, required=True)

    example = ({}, {"export": EXAMPLE | {"status": "ready", "collected": 5, "parts": 5}})


class StopDataExport(Command):
    """Stop the caller's export, and delete what was collected. Does nothing without one."""

    allowed = PEOPLE

    example = ({}, {})


class ReadDataExportPart(Query):
    """A part of the caller's export, the first one with the number 0. Raises NotFound unless it is ready."""

    allowed = PEOPLE
    errors = (NotAllowed, NotFound)

    class Request(Schema):
        export_id = fields.UUID()
        number = fields.Integer(min=0, load_default=0)

    class Response(Schema):
        content = fields.String(max_length=PART_SIZE, multiline=True, trim=False, personal=True)

    example = (OF_EXPORT | {"number": 0}, {"content": '{"services": {}}'})


class CollectDataExport(Command):
    """Ask one more service for what it has stored about the person. Executed as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        export_id = fields.UUID()

    example = (OF_EXPORT, {})
