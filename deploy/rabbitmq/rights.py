"""What each broker user may do, and no more (RabbitMQ's configure, write and read).

The names are those of `services/chassis/bus/amqp/topology.py`. Declaring an exchange that is there already still wants
`configure`; binding a queue wants `write` on the queue and `read` on the exchange.
"""

import re
from dataclasses import dataclass

from deploy.run.services import SERVICES
from services.chassis.bus.amqp import topology
from services.chassis.runtime.claims import GATEWAY, OPS
from services.chassis.runtime.process import ServiceDefinition
from services.chassis.runtime.subscribers import subscriptions_of

SERVICE_NAMES = [definition.name for definition in SERVICES]
USERS = [*SERVICE_NAMES, GATEWAY, OPS]
CALLS = re.escape(topology.CALLS)
REPLIES = r"reply-[0-9a-f]{32}"
TAILS = r"tail-[0-9a-f]{32}"
TO_ANY_OPERATION = r"[a-z]+\.[a-z_]+"


@dataclass(frozen=True, slots=True)
class Rights:
    """Regular expressions over names. `routing` and `binding` are those over routing keys of calls: what may be sent,
    and what may be listened to."""

    configure: str
    write: str
    read: str
    routing: str
    binding: str


def rights_of(user: str) -> Rights:
    """Raises KeyError for somebody who is no user of the installation."""
    if user == GATEWAY:
        return _caller()
    if user == OPS:
        return _operator()
    return _service({definition.name: definition for definition in SERVICES}[user])


def _caller() -> Rights:
    """Calls, and reads the answers from a queue of its own."""
    own = _names(CALLS, REPLIES)
    return Rights(own, own, own, routing=_names(TO_ANY_OPERATION), binding=_names(REPLIES))


def _operator() -> Rights:
    """Calls, and listens to all events on a queue that goes when it leaves."""
    own = (CALLS, REPLIES, TAILS)
    sources = [re.escape(f"{service}.events") for service in SERVICE_NAMES]
    return Rights(
        _names(*own),
        _names(*own),
        _names(*own, *sources),
        routing=_names(TO_ANY_OPERATION),
        binding=_names(REPLIES),
    )


def _service(definition: ServiceDefinition) -> Rights:
    """Takes its calls, answers and calls others; publishes its events, listens to those it is subscribed to, and takes
    what the broker gave up of them."""
    own_events = re.escape(f"{definition.name}.events")
    sources = sorted({re.escape(one.exchange) for one in subscriptions_of(definition.events)} | {own_events})
    queues = (f"rpc-{definition.name}", rf"evt-[a-z_]+-[a-z_]+--{definition.name}\.subscriptions\.[a-z_]+", REPLIES)
    dead_letters = topology.dead_letters_of(definition.name)
    return Rights(
        configure=_names(CALLS, *sources, *queues, dead_letters),
        write=_names(CALLS, own_events, *queues),
        read=_names(CALLS, *sources, *queues, dead_letters),
        routing=_names(TO_ANY_OPERATION, r"[^.]+"),
        binding=_names(rf"{definition.name}\.\*", REPLIES),
    )


def _names(*patterns: str) -> str:
    return f"^({'|'.join(patterns)})$"
