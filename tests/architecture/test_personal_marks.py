"""What is told or stored about a person is marked, so that it can be blanked when the person is erased."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from contracts.declared import EVENTS, OPERATIONS, SERVICE_NAMES, named
from marshmallow import Schema, fields
from sqlalchemy import Column, MetaData

from services.chassis.persistence.tables import chassis

ALWAYS = {"email", "to", "telephone", "contact_name", "availability"}
BESIDE = {"name": {"email", "telephone"}, "description": {"contact_name"}, "text": {"to"}, "html": {"to"}}
"""Personal when one of these stands beside it: the name of somebody who has an address, not that of a supply."""
PERSON = {"person_id", "reader_id", "requester_id", "user_id", "staff_id"}


def _is_personal(name: str, beside: set[str]) -> bool:
    return name in ALWAYS or bool(BESIDE.get(name, set()) & beside)


def _fields(schema: Schema, path: str = "") -> Iterator[tuple[str, str, Any, set[str]]]:
    """Path, name, field and the names beside it, at every depth."""
    for name, field in schema.fields.items():
        yield f"{path}{name}", name, field, set(schema.fields)
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _fields(inner.schema, f"{path}{name}.")


SCHEMAS = [
    *(pytest.param(one.request, id=f"{named(one)} request") for one in OPERATIONS),
    *(pytest.param(one.response, id=f"{named(one)} response") for one in OPERATIONS),
    *(pytest.param(one.data, id=named(one)) for one in EVENTS),
]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_field_about_a_person_is_marked(schema: Schema) -> None:
    unmarked = [
        path
        for path, name, field, beside in _fields(schema)
        if _is_personal(name, beside) and not field.metadata.get("personal")
    ]
    assert not unmarked, "give it personal=True"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_id_of_a_person_is_marked(schema: Schema) -> None:
    unmarked = [path for path, name, field, _ in _fields(schema) if name in PERSON and not field.metadata.get("person")]
    assert not unmarked, "give it person=True"


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_the_marks_of_an_event_stand_where_outbox_and_inbox_look(event: Any) -> None:
    deep = [
        path
        for path, _, field, _ in _fields(event.data)
        if "." in path and field.metadata.keys() & {"personal", "person"}
    ]
    assert not deep, "Event.persons reads the fields of Data itself"


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_column_about_a_person_is_marked(service: str) -> None:
    assert [str(column) for column in _personal_columns(service) if not column.info.get("personal")] == []


@pytest.mark.parametrize("table", ["outbox", "inbox"])
def test_the_bodies_that_the_chassis_keeps_are_marked(table: str) -> None:
    assert chassis.tables[table].c.body.info.get("personal")


def test_personal_columns_are_found_at_all() -> None:
    found = {str(column) for service in SERVICE_NAMES for column in _personal_columns(service)}
    assert {"persons.name", "service_requests.description", "machines.contact_name"} <= found


def _personal_columns(service: str) -> Iterator[Column[Any]]:
    metadata: MetaData = importlib.import_module(f"services.{service}.model").Base.metadata
    for table in metadata.sorted_tables:
        names = set(table.columns.keys())
        yield from (column for column in table.columns if _is_personal(column.name, names))
