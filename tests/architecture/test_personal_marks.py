"""Fields and columns about a person are marked, so that they can be blanked when the person is erased."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from contracts.declarations import EVENTS, OPERATIONS, SERVICE_NAMES, named
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import Column, MetaData

from deploy.run.services import SERVICES
from services.chassis.contract.personal_fields import blank_value, without_personal
from services.chassis.persistence.tables import chassis
from services.chassis.runtime.definition import ServiceDefinition
from services.identity.collecting import SERVICES_WITH_ROWS_BY_EMAIL

ALWAYS = {"email", "to", "telephone", "contact_name", "availability"}
PERSONAL_BESIDE = {"name": {"email", "telephone"}, "description": {"contact_name"}, "text": {"to"}, "html": {"to"}}
"""Personal when one of these fields is in the same schema: the name of a person has an address beside it, that of a
supply has not."""
PERSON = {"person_id", "recipient_id", "requester_id", "user_id", "staff_id"}


def _is_personal(name: str, beside: set[str]) -> bool:
    return name in ALWAYS or bool(PERSONAL_BESIDE.get(name, set()) & beside)


def _fields(schema: Schema, path: str = "") -> Iterator[tuple[str, str, Any, set[str]]]:
    """Path, name, field and the names beside it, at every depth."""
    for name, field in schema.fields.items():
        yield f"{path}{name}", name, field, set(schema.fields)
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _fields(inner.schema, f"{path}{name}.")


SCHEMAS: dict[str, Schema] = (
    {f"{named(one)} request": one.request for one in OPERATIONS}
    | {f"{named(one)} response": one.response for one in OPERATIONS}
    | {named(one): one.data for one in EVENTS}
)


def test_a_field_about_a_person_is_marked() -> None:
    unmarked = [
        f"{schema}: {path}"
        for schema, declared in SCHEMAS.items()
        for path, name, field, beside in _fields(declared)
        if _is_personal(name, beside) and not field.metadata.get("personal")
    ]
    assert not unmarked, "give it personal=True"


def test_the_id_of_a_person_is_marked() -> None:
    unmarked = [
        f"{schema}: {path}"
        for schema, declared in SCHEMAS.items()
        for path, name, field, _ in _fields(declared)
        if name in PERSON and not field.metadata.get("person")
    ]
    assert not unmarked, "give it person=True"


def test_marks_of_an_event_are_at_top_level() -> None:
    nested = [
        f"{named(event)}: {path}"
        for event in EVENTS
        for path, _, field, _ in _fields(event.data)
        if "." in path and field.metadata.keys() & {"personal", "person"}
    ]
    assert not nested, "Event.persons reads the fields of Data itself"


def test_a_marked_field_has_a_blank_value() -> None:
    """A required number, date or id has none that its schema accepts."""
    without = [
        f"{schema}: {path}"
        for schema, declared in SCHEMAS.items()
        for path, _, field, _ in _fields(declared)
        if field.metadata.get("personal") and blank_value(field) is None and not field.allow_none
    ]
    assert not without, "give it allow_none=True"


def test_the_schemas_contain_personal_fields() -> None:
    paths = {f"{schema}: {path}" for schema, declared in SCHEMAS.items() for path, *_ in _fields(declared)}
    assert {"identity.log_in request: email", "identity.list_users response: rows.email"} <= paths
    assert len(SCHEMAS) == 2 * len(OPERATIONS) + len(EVENTS)


def test_a_column_about_a_person_is_marked() -> None:
    columns = [column for service in SERVICE_NAMES for column in _personal_columns(service)]
    assert [str(column) for column in columns if not column.info.get("personal")] == []


@pytest.mark.parametrize("table", ["outbox", "inbox"])
def test_stored_message_bodies_are_marked(table: str) -> None:
    assert chassis.tables[table].c.body.info.get("personal")


def test_the_tables_contain_personal_columns() -> None:
    columns = {str(column) for service in SERVICE_NAMES for column in _personal_columns(service)}
    assert {"persons.name", "service_requests.description", "machines.contact_name"} <= columns


def _personal_columns(service: str) -> Iterator[Column[Any]]:
    metadata: MetaData = importlib.import_module(f"services.{service}.model").Base.metadata
    for table in metadata.sorted_tables:
        names = set(table.columns.keys())
        yield from (column for column in table.columns if _is_personal(column.name, names))


@pytest.mark.parametrize("definition", SERVICES, ids=lambda definition: definition.name)
def test_each_personal_column_is_declared(definition: ServiceDefinition) -> None:
    """A declaration says whose data a column has, or why they belong to no account."""
    declared = {str(column.property.columns[0]) for one in definition.personal_data for column in one.columns}
    metadata: MetaData = importlib.import_module(f"services.{definition.name}.model").Base.metadata
    marked = {str(one) for table in metadata.sorted_tables for one in table.columns if one.info.get("personal")}
    assert marked == declared


@pytest.mark.parametrize("definition", SERVICES, ids=lambda definition: definition.name)
def test_no_secret_is_exported(definition: ServiceDefinition) -> None:
    exported = {column.key for one in definition.personal_data for column in getattr(one, "exported", ())}
    assert not [name for name in exported if "hash" in name or "secret" in name or "token" in name]


def test_a_chassis_table_with_personal_columns_is_erased() -> None:
    """`messaging/erasure.py` blanks these, and `dead letters` of jobs with them."""
    marked = {table.name for table in chassis.sorted_tables for one in table.columns if one.info.get("personal")}
    assert marked == {"outbox", "inbox", "idempotency_keys", "jobs"}


def test_a_blank_field_of_an_event_can_be_received() -> None:
    refused = {}
    for event in EVENTS:
        try:
            event.received.load(without_personal(event.data, event.example))
        except ValidationError as error:
            refused[named(event)] = error.messages
    assert not refused


def test_services_that_know_people_by_address_are_asked_before_a_removal() -> None:
    asked = [one.name for one in SERVICES if any(getattr(rows, "by_email", None) for rows in one.personal_data)]
    assert sorted(asked) == sorted(SERVICES_WITH_ROWS_BY_EMAIL)
