"""Names that others rely on: clients, subscribers, operators. They are pinned in `wire_names.txt`."""

import importlib

from architecture.sources import ROOT, name_of
from contracts.declared import BUILTIN_OPERATIONS, EVENTS, OWN_OPERATIONS, SERVICE_NAMES
from contracts.running import SUBSCRIPTIONS

from services.chassis.bus import topology
from services.chassis.contract import ContractError

PINNED = ROOT / "tests" / "architecture" / "wire_names.txt"
ADVICE = f"""
Names on the wire have changed. Clients, subscribers and queues that hold events know the old ones.
  If that was not meant: undo it (a renamed class takes its wire name along).
  If something was added: add the lines marked + to {name_of(PINNED)}.
  If something was renamed or removed (lines marked -): keep the old name beside the new one until nobody uses it
  (queues: until they are empty), say so in CHANGELOG.md, and only then take its line out.

"""


def test_the_names_on_the_wire_are_the_pinned_ones() -> None:
    pinned = {line for line in PINNED.read_text().splitlines() if line and not line.startswith("#")}
    present = set(_names())
    changed = [f"- {line}" for line in sorted(pinned - present)] + [f"+ {line}" for line in sorted(present - pinned)]
    assert not changed, ADVICE + "\n".join(changed)


def test_the_pinned_names_are_sorted_so_that_two_branches_merge() -> None:
    lines = [line for line in PINNED.read_text().splitlines() if line and not line.startswith("#")]
    assert lines == sorted(set(lines))


def _names() -> list[str]:
    operations = [f"{one.service}.{one.name}" for one in OWN_OPERATIONS]
    operations += [f"{service}.{one.name}" for service in SERVICE_NAMES for one in BUILTIN_OPERATIONS]
    return [
        *(f"operation {name}" for name in operations),
        *(f"event {one.service}.events {one.type}" for one in EVENTS),
        *_queues(),
        *(f"error {one.code} {one.status}" for one in _errors()),
    ]


def _queues() -> list[str]:
    """Queues and the exchanges to which they are bound."""
    queues = [*map(topology.call_queue, SERVICE_NAMES), *map(topology.event_queue, SUBSCRIPTIONS)]
    return [f"queue {queue.name} from {queue.exchange.name} by {queue.routing_key}" for queue in queues]


def _errors() -> list[type[ContractError]]:
    for service in SERVICE_NAMES:
        importlib.import_module(f"services.{service}.contracts")
    return [one for one in ContractError.known.values() if one.__module__.startswith("services.")]
