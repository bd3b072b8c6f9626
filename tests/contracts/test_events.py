"""Every event conforms to its contract: all fields of its data, in a CloudEvents 1.0 envelope."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from contracts.declarations import EVENTS, named
from contracts.event_triggers import TRIGGERS
from contracts.example_installation import ExampleInstallation
from contracts.running import STAFF
from contracts.schema_conformance import mismatches
from eventually import eventually
from sqlalchemy import select

from services.chassis.bus.envelope import Envelope
from services.chassis.contract import Event
from services.chassis.persistence.tables import outbox
from services.fleet.contracts import DeleteGroup, GroupStateChanged

ATTRIBUTES = {
    "specversion", "id", "source", "type", "time", "subject", "datacontenttype", "aggregateversion", "correlationid",
    "data",
}  # fmt: skip


def test_every_event_has_its_own_example() -> None:
    missing = [named(event) for event in EVENTS if "example" not in vars(event)]
    assert missing == [], "give it an `example` of its data"


def test_example_of_an_event_has_exactly_the_fields_of_its_data() -> None:
    mismatching = {named(event): mismatches(event.data, event.example) for event in EVENTS}
    assert {name: found for name, found in mismatching.items() if found} == {}


def test_example_of_an_event_survives_a_round_trip() -> None:
    written = {event: event.data.dump(event.data.load(event.example)) for event in EVENTS}
    assert {named(event): found for event, found in written.items() if found != event.example} == {}


def test_subject_of_an_event_is_a_field_of_its_data() -> None:
    assert [named(event) for event in EVENTS if event.subject not in event.data.fields] == []


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_recorded_event_has_all_fields(event: type[Event], example_installation: ExampleInstallation) -> None:
    assert mismatches(event.data, _recorded(event, example_installation)["data"]) == []


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_envelope_conforms_to_cloudevents(event: type[Event], example_installation: ExampleInstallation) -> None:
    envelope = _recorded(event, example_installation)
    assert envelope.keys() == ATTRIBUTES
    assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in envelope)
    assert (envelope["specversion"], envelope["datacontenttype"]) == ("1.0", "application/json")
    assert (envelope["source"], envelope["type"]) == (f"/{event.service}", event.type)
    assert envelope["subject"] == envelope["data"][event.subject]
    assert uuid.UUID(envelope["id"]).version == 7
    assert dt.datetime.fromisoformat(envelope["time"]).utcoffset() == dt.timedelta(0)
    assert envelope["aggregateversion"] >= 1
    assert envelope["correlationid"]


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_envelope_survives_a_round_trip(event: type[Event], example_installation: ExampleInstallation) -> None:
    envelope = _recorded(event, example_installation)
    assert Envelope.from_bytes(Envelope.from_bytes(json.dumps(envelope)).to_bytes()).to_wire() == envelope


def test_event_of_a_deleted_aggregate_has_only_its_subject(example_installation: ExampleInstallation) -> None:
    group_id = TRIGGERS[GroupStateChanged](example_installation)
    example_installation.installation.call(DeleteGroup, STAFF, group_id=group_id)
    *_, last = _outbox(GroupStateChanged, group_id, example_installation)
    assert (last["deleted"], last["data"]) == (True, {"group_id": group_id})


def test_every_trigger_belongs_to_a_declared_event() -> None:
    assert TRIGGERS.keys() <= set(EVENTS)


_recorded_events: dict[type[Event], dict[str, Any]] = {}


def _recorded(event: type[Event], installation: ExampleInstallation) -> dict[str, Any]:
    """The event's envelope in the outbox of its service; triggered once for all tests."""
    assert event in TRIGGERS, f"add a trigger for {event.__name__} to tests/contracts/event_triggers.py"
    if event not in _recorded_events:
        subject = TRIGGERS[event](installation)
        *_, _recorded_events[event] = eventually(lambda: _outbox(event, subject, installation))
    return _recorded_events[event]


def _outbox(event: type[Event], subject: str, installation: ExampleInstallation) -> list[dict[str, Any]]:
    of_type = select(outbox.c.body).where(outbox.c.type == event.type).order_by(outbox.c.id)
    rows = installation.installation.rows(event.service, of_type)
    return [row.body for row in rows if row.body["subject"] == subject]
