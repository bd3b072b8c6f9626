"""What `machinepark audit` counts. Each proof yields a sentence for everything that is not as it should be.

Nothing here changes anything. What differs because it is on its way is looked at again, for `patience` seconds.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.cli.connect import OPERATOR, QueueStats
from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.services import SERVICES
from services.chassis.bus import Client, Subscription
from services.chassis.bus.amqp.topology import DEAD_LETTERS
from services.chassis.contract import Operation
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.builtin_operations import CountBacklog, ListProjections
from services.chassis.runtime.subscribers import subscriptions_of
from services.notify.contracts import CountMails
from services.ordering.contracts import ListOrders, OrderPlaced
from services.servicedesk.contracts import ListServiceRequests, ServiceRequestReceived

PATIENCE, PAUSE = 10.0, 1.0
AT_ONCE = 500
WAITING = (("outbox", "events in its outbox"), ("retries", "events to try again"), ("jobs_due", "jobs that are due"))
Tell = Callable[[str], None]
ACCEPTED: tuple[tuple[str, type[Operation], Any], ...] = (
    ("order", ListOrders, OrderPlaced),
    ("service request", ListServiceRequests, ServiceRequestReceived),
)
"""What a customer was promised, the list in which it is, and the event that one mail tells of."""


@dataclass(slots=True)
class Check:
    """`counted` says how much was looked at, `wrong` what is not as it should be."""

    title: str
    counted: str = ""
    wrong: list[str] = field(default_factory=list)


def backlog(client: Client) -> Check:
    """Every outbox is empty, and nothing is tried again or due."""
    proof = Check("waiting", f"{len(SERVICE_NAMES)} services")
    for service, told in _of_all(client, CountBacklog):
        for name, what in WAITING:
            if told[name]:
                proof.wrong.append(f"{service} has {told[name]} {what}")
    return proof


def queues(figures: Sequence[QueueStats]) -> Check:
    """No message waits on the bus, and every queue has somebody who takes from it."""
    proof = Check("queues", f"{len(figures)} queues")
    for queue, ready, consumers in figures:
        if ready:
            proof.wrong.append(f"{ready:,} messages wait in {queue}")
        if not consumers and queue != DEAD_LETTERS:
            proof.wrong.append(f"nobody takes from {queue}")
    return proof


def dead_letters(client: Client) -> Check:
    """Nothing was given up."""
    proof = Check("dead letters", f"{len(SERVICE_NAMES)} services")
    for service, told in _of_all(client, CountBacklog):
        if told["dead"]:
            proof.wrong.append(f"{service} has {told['dead']}. See them: machinepark dead-letters list")
    return proof


class Events:
    """Everything that happened, as the outboxes keep it (14 days)."""

    def __init__(self, client: Client, tell: Tell) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for service in SERVICE_NAMES:
            self.rows[service] = list(_pages(client, ListRecordedEvents, service))
            tell(f"{service}: {len(self.rows[service]):,} events")

    def of(self, event: Any) -> list[dict[str, Any]]:
        return [row for row in self.rows[event.service] if row["type"] == event.type]


def received(client: Client, events: Events, *, from_beginning: bool) -> Check:
    """Every subscription has had its effect of every event, once: a second one would be no row of its own."""
    proof, effects = Check("effects"), 0
    for subscription in (one for parts in SERVICES for one in subscriptions_of(parts.events)):
        of_type = [row for row in events.rows[subscription.source] if row["type"] == subscription.event_type]
        effects += len(of_type)
        if lost := _lost(client, subscription, of_type, from_beginning=from_beginning):
            named = ", ".join(row["id"] for row in lost[:3])
            proof.wrong.append(f"{subscription.queue} lacks {len(lost):,} events: {named}{' …' * (len(lost) > 3)}")
    proof.counted = f"{effects:,} effects of {sum(map(len, events.rows.values())):,} events"
    return proof


def _lost(
    client: Client, subscription: Subscription, rows: Sequence[dict[str, Any]], *, from_beginning: bool
) -> list[dict[str, Any]]:
    service, lost = subscription.service.partition(".")[0], list[dict[str, Any]]()
    for some in _in_parts(rows):
        by_id = {row["id"]: row for row in some}
        asked: dict[str, Any] = {"subscription": subscription.queue, "event_ids": list(by_id)}
        told = client.call(ListUnprocessedEvents, OPERATOR, service=service, **asked)
        begun = told["begun_at"]
        lost += [
            by_id[id]
            for id in told["event_ids"]
            if from_beginning or begun is None or by_id[id]["recorded_at"] >= begun
        ]
    return lost


def copies(client: Client, tell: Tell) -> Check:
    """Every copy equals its source, row by row, in version and content."""
    proof, rows, kept = Check("projections"), 0, 0
    for service in SERVICE_NAMES:
        for name in client.call(ListProjections, OPERATOR, service=service)["projections"]:
            counted, differing = _compared(client, service, name)
            rows, kept = rows + counted, kept + 1
            tell(f"{service}: {name}, {counted:,} rows")
            for kind, ids in differing.items():
                again = f"machinepark rebuild {service} {name}"
                proof.wrong.append(
                    f"{service}'s {name}: {len(ids):,} rows are {kind}, {ids[0]} first. Mend it: {again}"
                )
    proof.counted = f"{rows:,} rows of {kept} projections"
    return proof


def _compared(client: Client, service: str, copy: str) -> tuple[int, dict[str, list[str]]]:
    """How many rows, and the ids of those that differ, by how. A page that differs is asked for again."""
    rows, differing, after = 0, dict[str, list[str]](), None
    while True:
        end = time.monotonic() + PATIENCE
        while True:
            page = client.call(ComparePage, OPERATOR, service=service, projection=copy, after=after)
            if not page["differing"] or time.monotonic() > end:
                break
            time.sleep(PAUSE)
        rows += page["rows"]
        for row in page["differing"]:
            differing.setdefault(row["difference"].replace("_", " "), []).append(row["id"])
        if (after := page["next"]) is None:
            return rows, differing


def promises(client: Client, events: Events, accepted: Sequence[str]) -> Check:
    """What was accepted is there once, and one mail says so. `accepted`: reference numbers that people were given."""
    proof, counted, known = Check("promises"), [], Counter[str]()
    for what, list_them, event in ACCEPTED:
        there = list(_list(client, list_them))
        known.update(row["reference_number"] for row in there)
        number_of = {row["id"]: row["reference_number"] for row in there}
        told = events.of(event)
        mails = _mails(client, [row["id"] for row in told])
        proof.wrong += [
            f"{what} {number_of.get(id, id)} was told of {times} times"
            for id, times in Counter(row["subject"] for row in told).items()
            if times > 1
        ]
        proof.wrong += [f"{what} {row['subject']} is gone" for row in told if row["subject"] not in number_of]
        proof.wrong += [
            f"{what} {number_of.get(row['subject'], row['subject'])} has {mails[row['id']]} mails"
            for row in told
            if mails[row["id"]] != 1
        ]
        counted.append(f"{len(told):,} {what}s with one mail each")
    proof.wrong += [f"{number} is there {known[number]} times" for number in accepted if known[number] != 1]
    counted += [f"{len(accepted):,} that were accepted"] if accepted else []
    proof.counted = ", ".join(counted)
    return proof


def _mails(client: Client, event_ids: Sequence[str]) -> Counter[str]:
    found = Counter[str]()
    for some in _in_parts(event_ids):
        told = client.call(CountMails, OPERATOR, event_ids=some)
        found.update({row["event_id"]: row["mails"] for row in told["rows"]})
    return found


def _in_parts(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (things[at : at + AT_ONCE] for at in range(0, len(things), AT_ONCE))


def _pages(client: Client, operation: type[Operation], service: str) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = client.call(operation, OPERATOR, service=service, after=after)
        yield from page["rows"]
        if (after := page["next"]) is None:
            return


def _list(client: Client, operation: type[Operation]) -> Iterator[dict[str, Any]]:
    after = ""
    while True:
        told = client.call(operation, OPERATOR, after=after, limit=200)
        yield from told["rows"]
        if not (after := told["page"]["next"] or ""):
            return


def _of_all(client: Client, operation: type[Operation]) -> Iterator[tuple[str, dict[str, Any]]]:
    for service in SERVICE_NAMES:
        yield service, client.call(operation, OPERATOR, service=service)
