"""Every event is told as its contract says: with all its fields, in an envelope that any CloudEvents reader knows."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from contracts.declared import EVENTS, named
from contracts.example_installation import ExampleInstallation
from contracts.occasions import OCCASIONS
from contracts.running import STAFF
from contracts.shapes import departures
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


def test_every_event_has_an_example_of_its_own() -> None:
    missing = [named(event) for event in EVENTS if "example" not in vars(event)]
    assert missing == [], "give it an `example` of its data"


def test_the_example_of_an_event_is_exactly_its_data() -> None:
    departing = {named(event): departures(event.data, event.example) for event in EVENTS}
    assert {name: found for name, found in departing.items() if found} == {}


def test_the_example_of_an_event_is_the_same_when_read_and_written() -> None:
    written = {event: event.data.dump(event.data.load(event.example)) for event in EVENTS}
    assert {named(event): found for event, found in written.items() if found != event.example} == {}


def test_an_event_names_a_field_of_its_data_as_its_subject() -> None:
    assert [named(event) for event in EVENTS if event.subject not in event.data.fields] == []


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_event_is_told_with_all_its_fields(event: type[Event], example_installation: ExampleInstallation) -> None:
    assert departures(event.data, _told(event, example_installation)["data"]) == []


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_event_is_told_in_an_envelope_of_cloudevents(
    event: type[Event], example_installation: ExampleInstallation
) -> None:
    told = _told(event, example_installation)
    assert told.keys() == ATTRIBUTES
    assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in told)
    assert (told["specversion"], told["datacontenttype"]) == ("1.0", "application/json")
    assert (told["source"], told["type"]) == (f"/{event.service}", event.type)
    assert told["subject"] == told["data"][event.subject]
    assert uuid.UUID(told["id"]).version == 7
    assert dt.datetime.fromisoformat(told["time"]).utcoffset() == dt.timedelta(0)
    assert told["aggregateversion"] >= 1
    assert told["correlationid"]


@pytest.mark.parametrize("event", EVENTS, ids=named)
def test_an_envelope_is_read_as_it_was_written(event: type[Event], example_installation: ExampleInstallation) -> None:
    told = _told(event, example_installation)
    assert Envelope.from_bytes(Envelope.from_bytes(json.dumps(told)).to_bytes()).to_wire() == told


def test_the_end_of_an_aggregate_is_told_with_its_subject_alone(example_installation: ExampleInstallation) -> None:
    group_id = OCCASIONS[GroupStateChanged](example_installation)
    example_installation.installation.call(DeleteGroup, STAFF, group_id=group_id)
    *_, last = _outbox(GroupStateChanged, group_id, example_installation)
    assert (last["deleted"], last["data"]) == (True, {"group_id": group_id})


def test_no_occasion_is_left_of_an_event_that_is_gone() -> None:
    assert OCCASIONS.keys() <= set(EVENTS)


_kept: dict[type[Event], dict[str, Any]] = {}


def _told(event: type[Event], installation: ExampleInstallation) -> dict[str, Any]:
    """The event as it lies in its service's outbox, brought about once for all tests."""
    assert event in OCCASIONS, f"tell in tests/contracts/occasions.py when {event.__name__} happens"
    if event not in _kept:
        subject = OCCASIONS[event](installation)
        *_, _kept[event] = eventually(lambda: _outbox(event, subject, installation))
    return _kept[event]


def _outbox(event: type[Event], subject: str, installation: ExampleInstallation) -> list[dict[str, Any]]:
    of_type = select(outbox.c.body).where(outbox.c.type == event.type).order_by(outbox.c.id)
    rows = installation.installation.rows(event.service, of_type)
    return [row.body for row in rows if row.body["subject"] == subject]
