"""Exports of what all services have stored about the caller (docs/features.md#personal-data)."""

import enum

from services.chassis.contract import Command, Kind, NotAllowed, NotFound, Query, Schema, TooManyAttempts, fields

__all__ = [
    "CollectDataExport", "DataExportStatus", "GetDataExport", "ReadDataExportPart", "ReadDataExportSection",
    "RequestDataExport", "StopDataExport",
]  # fmt: skip

PEOPLE = {Kind.USER: None, Kind.STAFF: None}
PART_SIZE = 256 * 1024
"""Characters of a part, all of them ASCII."""
PAGE_ROWS = 25
"""Rows on a page of a section."""


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


class DataExportSection(Schema):
    """A table of the service `source`: two services may have one with the same name. `row_count` is that of the whole
    section."""

    source = fields.String(max_length=60)
    name = fields.String(max_length=60)
    row_count = fields.Integer(min=1)


_SECTION = {"source": "identity", "name": "persons", "row_count": 1}


class ReadDataExportSection(Query):
    """A page of a section of the caller's export, and the list of its sections. An unknown section is answered with the
    first one, and a page that it does not have with its first page, which is 0; `first_row` is the number of rows
    before the page. Raises NotFound unless the export is ready."""

    allowed = PEOPLE
    errors = (NotAllowed, NotFound)

    class Request(Schema):
        export_id = fields.UUID()
        source = fields.String(max_length=60, load_default="")
        name = fields.String(max_length=60, load_default="")
        page = fields.Integer(min=0, max=1_000_000, load_default=0)

    class Response(Schema):
        sections = fields.List(fields.Nested(DataExportSection), max_length=500)
        section = fields.Nested(DataExportSection)
        first_row = fields.Integer(min=0)
        rows = fields.List(fields.Dict(personal=True), max_length=PAGE_ROWS)

    example = (
        OF_EXPORT | {"source": "identity", "name": "persons", "page": 0},
        {"sections": [_SECTION], "section": _SECTION, "first_row": 0, "rows": [{"name": "Sanne de Wit"}]},
    )


class CollectDataExport(Command):
    """Ask one more service for what it has stored about the person. Executed as a job."""

    allowed = {Kind.SERVICE: None}

    class Request(Schema):
        export_id = fields.UUID()

    example = (OF_EXPORT, {})
