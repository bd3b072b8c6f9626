"""The permissions of each broker user (RabbitMQ's configure, write and read).

Names are those of `services/chassis/bus/topology.py`. Looking an exchange up needs no permission, declaring or deleting
it `configure`: a service may declare that of all calls and that of its own events. Binding a queue needs `write` on the
queue and `read` on the exchange.
"""

import re
from dataclasses import dataclass

from deploy.run.services import SERVICES
from services.chassis.bus import topology
from services.chassis.runtime.claims import GATEWAY, OPS
from services.chassis.runtime.definition import ServiceDefinition
from services.chassis.runtime.subscribers import subscriptions_of

SERVICE_NAMES = [definition.name for definition in SERVICES]
USERS = [*SERVICE_NAMES, GATEWAY, OPS]
CALLS = re.escape(topology.CALLS.name)
REPLIES = r"reply-[0-9a-f]{32}"
TAILS = r"tail-[0-9a-f]{32}"
TO_ANY_OPERATION = r"[a-z]+\.[a-z_]+"


@dataclass(frozen=True, slots=True)
class Rights:
    """Regular expressions on names. `topic_write` and `topic_read` are topic permissions on routing keys of calls, for
    publishing and binding."""

    configure: str
    write: str
    read: str
    topic_write: str
    topic_read: str


def rights_of(user: str) -> Rights:
    """Raises KeyError for a user who is not in USERS."""
    if user == GATEWAY:
        return _caller()
    if user == OPS:
        return _operator()
    return _service({definition.name: definition for definition in SERVICES}[user])


def _caller() -> Rights:
    """May send calls and consume its own reply queue."""
    own = _names(CALLS, REPLIES)
    return Rights(_names(REPLIES), own, own, topic_write=_names(TO_ANY_OPERATION), topic_read=_names(REPLIES))


def _operator() -> Rights:
    """May send calls and consume all events from an exclusive queue."""
    own = (CALLS, REPLIES, TAILS)
    sources = [re.escape(f"{service}.events") for service in SERVICE_NAMES]
    return Rights(
        _names(REPLIES, TAILS),
        _names(*own),
        _names(*own, *sources),
        topic_write=_names(TO_ANY_OPERATION),
        topic_read=_names(REPLIES),
    )


def _service(definition: ServiceDefinition) -> Rights:
    """May consume and answer its calls, call others, publish its events, and consume its subscriptions and dead
    letters."""
    own_events = re.escape(f"{definition.name}.events")
    sources = sorted(
        {re.escape(subscription.exchange) for subscription in subscriptions_of(definition.events)} | {own_events}
    )
    queues = (f"rpc-{definition.name}", rf"evt-[a-z_]+-[a-z_]+--{definition.name}\.subscriptions\.[a-z_]+", REPLIES)
    dead_letters = topology.dead_letter_queue(definition.name).name
    return Rights(
        configure=_names(CALLS, own_events, *queues, dead_letters),
        write=_names(CALLS, own_events, *queues),
        read=_names(CALLS, *sources, *queues, dead_letters),
        topic_write=_names(TO_ANY_OPERATION, r"[^.]+"),
        topic_read=_names(rf"{definition.name}\.\*", REPLIES),
    )


def _names(*patterns: str) -> str:
    return f"^({'|'.join(patterns)})$"
