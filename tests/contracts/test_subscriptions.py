"""Every subscription of the installation takes the example of its event, once, and whatever is added to it later."""

import datetime as dt
import importlib
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from contracts.declared import EVENTS
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


def _name(subscription: Subscription) -> str:
    return f"{subscription.service}.{subscription.method}"


@pytest.fixture
def installation(example_installation: ExampleInstallation) -> Installation:
    return example_installation.installation


@pytest.mark.every_environment
@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=_name)
def test_a_subscription_takes_the_example(subscription: Subscription, installation: Installation) -> None:
    envelope = _envelope(subscription)
    _deliver(installation, subscription, envelope.to_wire())
    assert _status(installation, subscription, envelope) == "done"


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=_name)
def test_an_event_that_comes_twice_has_one_effect(subscription: Subscription, installation: Installation) -> None:
    envelope, before = _envelope(subscription), _counts(installation, subscription)
    _deliver(installation, subscription, envelope.to_wire())
    once = _counts(installation, subscription)
    _deliver(installation, subscription, envelope.to_wire())
    assert once != before
    assert _counts(installation, subscription) == once


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=_name)
def test_a_subscription_passes_over_what_it_does_not_know(
    subscription: Subscription, installation: Installation
) -> None:
    envelope = _envelope(subscription)
    told: dict[str, Any] = envelope.to_wire() | {"traceparent": "00-1"}
    told["data"] = _with_more(told["data"])
    _deliver(installation, subscription, told)
    assert _status(installation, subscription, envelope) == "done"


@pytest.mark.parametrize("subscription", STATES, ids=_name)
def test_a_copy_takes_the_end_of_what_it_never_saw(subscription: Subscription, installation: Installation) -> None:
    event = _event(subscription)
    begun = _envelope(subscription)
    end = replace(begun, deleted=True, data={event.subject: begun.subject})
    _deliver(installation, subscription, end.to_wire())
    assert _status(installation, subscription, end) == "done"


def _event(subscription: Subscription) -> type[Event]:
    return next(one for one in EVENTS if (one.service, one.type) == (subscription.source, subscription.event_type))


def _envelope(subscription: Subscription) -> Envelope:
    """The event's example, told of an aggregate of its own."""
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


def _with_more(document: Any) -> Any:
    """The same with an unknown field in every object."""
    if isinstance(document, dict):
        return {name: _with_more(value) for name, value in document.items()} | {"added_later": {"size": 44}}
    return [_with_more(one) for one in document] if isinstance(document, list) else document


def _deliver(installation: Installation, subscription: Subscription, told: dict[str, Any]) -> None:
    """Through the bus. That within the process confirms when every subscription has settled the event, RabbitMQ when
    it is in their queues."""
    body = json.dumps(told).encode()
    outgoing = OutgoingEvent(told["id"], subscription.exchange, subscription.event_type, body, mandatory=True)
    assert installation.transport(subscription.source).publish([outgoing]) == {told["id"]}


def _counts(installation: Installation, subscription: Subscription) -> dict[str, int]:
    """How many rows each of the service's own tables has."""
    service = subscription.service.split(".")[0]
    tables = importlib.import_module(f"services.{service}.model").Base.metadata.sorted_tables
    with installation.read(service) as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _status(installation: Installation, subscription: Subscription, envelope: Envelope) -> str:
    mine = (inbox.c.subscription == subscription.queue) & (inbox.c.event_id == str(envelope.id))
    (row,) = eventually(
        lambda: installation.rows(subscription.service.split(".")[0], select(inbox.c.status).where(mine))
    )
    return str(row.status)
