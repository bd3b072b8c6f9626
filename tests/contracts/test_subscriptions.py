"""Every subscription accepts the example of its event, has one effect per event and ignores fields added later."""

import datetime as dt
import importlib
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from contracts.declarations import EVENTS
from contracts.example_installation import ExampleInstallation
from contracts.running import SUBSCRIPTIONS, Installation
from eventually import eventually
from sqlalchemy import func, select

from services.chassis.bus import OutgoingEvent, Subscription
from services.chassis.bus.envelope import Envelope
from services.chassis.contract import Event, StateEvent
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.tables import inbox

STATES = [one for one in SUBSCRIPTIONS if any(issubclass(e, StateEvent) and e.type == one.event_type for e in EVENTS)]

ERASING = ("erase_persons", "forget_address")
"""They add no row of the service's; `tests/services/personal_data` has their tests."""


def _name(subscription: Subscription) -> str:
    return f"{subscription.service}.{subscription.method}"


@pytest.fixture
def installation(example_installation: ExampleInstallation) -> Installation:
    return example_installation.installation


@pytest.mark.every_environment
@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=_name)
def test_subscription_accepts_the_example(subscription: Subscription, installation: Installation) -> None:
    envelope = _envelope(subscription)
    _deliver(installation, subscription, envelope.to_wire())
    assert _status(installation, subscription, envelope) == "done"


@pytest.mark.parametrize("subscription", [one for one in SUBSCRIPTIONS if one.method not in ERASING], ids=_name)
def test_event_delivered_twice_has_one_effect(subscription: Subscription, installation: Installation) -> None:
    envelope, before = _envelope(subscription), _row_counts(installation, subscription)
    _deliver(installation, subscription, envelope.to_wire())
    once = _row_counts(installation, subscription)
    _deliver(installation, subscription, envelope.to_wire())
    assert once != before
    assert _row_counts(installation, subscription) == once


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=_name)
def test_subscription_ignores_unknown_fields(subscription: Subscription, installation: Installation) -> None:
    envelope = _envelope(subscription)
    document: dict[str, Any] = envelope.to_wire() | {"traceparent": "00-1"}
    document["data"] = _with_unknown_fields(document["data"])
    _deliver(installation, subscription, document)
    assert _status(installation, subscription, envelope) == "done"


@pytest.mark.parametrize("subscription", STATES, ids=_name)
def test_projection_accepts_the_deletion_of_an_unknown_aggregate(
    subscription: Subscription, installation: Installation
) -> None:
    event = _event(subscription)
    envelope = _envelope(subscription)
    deletion = replace(envelope, deleted=True, data={event.subject: envelope.subject})
    _deliver(installation, subscription, deletion.to_wire())
    assert _status(installation, subscription, deletion) == "done"


def _event(subscription: Subscription) -> type[Event]:
    return next(one for one in EVENTS if (one.service, one.type) == (subscription.source, subscription.event_type))


def _envelope(subscription: Subscription) -> Envelope:
    """The event's example for a new aggregate."""
    event, subject = _event(subscription), str(new_id())
    return Envelope(
        id=new_id(),
        source=event.service,
        type=event.type,
        time=dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC),
        subject=subject,
        version=3,
        correlation_id=uuid.uuid4().hex,
        data=event.example | {event.subject: subject},
    )


def _with_unknown_fields(document: Any) -> Any:
    """The document with an unknown field in every object."""
    if isinstance(document, dict):
        return {name: _with_unknown_fields(value) for name, value in document.items()} | {"added_later": {"size": 44}}
    return [_with_unknown_fields(one) for one in document] if isinstance(document, list) else document


def _deliver(installation: Installation, subscription: Subscription, document: dict[str, Any]) -> None:
    """Publish over the bus. The in-process bus confirms when every subscription has settled the event, RabbitMQ when
    it is in their queues."""
    body = json.dumps(document).encode()
    outgoing = OutgoingEvent(document["id"], subscription.exchange, subscription.event_type, body, mandatory=True)
    assert installation.transport(subscription.source).publish([outgoing]) == {document["id"]}


def _row_counts(installation: Installation, subscription: Subscription) -> dict[str, int]:
    """The number of rows of each of the service's tables."""
    service = subscription.service.split(".")[0]
    tables = importlib.import_module(f"services.{service}.model").Base.metadata.sorted_tables
    with installation.read(service) as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _status(installation: Installation, subscription: Subscription, envelope: Envelope) -> str:
    of_event = (inbox.c.subscription == subscription.queue) & (inbox.c.event_id == str(envelope.id))
    (row,) = eventually(
        lambda: installation.rows(subscription.service.split(".")[0], select(inbox.c.status).where(of_event))
    )
    return str(row.status)
