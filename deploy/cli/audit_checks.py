"""The checks of `machinepark audit`, all read-only. Each returns a sentence for everything that is wrong.

A difference that may be due to events under way is checked again for PATIENCE seconds.
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
from services.chassis.bus.topology import DEAD_LETTERS
from services.chassis.contract import Operation
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.builtin_operations import CountBacklog, ListProjections
from services.chassis.runtime.subscribers import subscriptions_of
from services.notify.contracts import CountMails
from services.ordering.contracts import ListOrders, OrderPlaced
from services.servicedesk.contracts import ListContactMessages, ListServiceRequests, ServiceRequestReceived

PATIENCE, PAUSE = 10.0, 1.0
AT_ONCE = 500
WAITING = (("outbox", "events in its outbox"), ("retries", "events to retry"), ("jobs_due", "jobs that are due"))
Report = Callable[[str], None]
ACCEPTED: tuple[tuple[str, type[Operation], Any], ...] = (
    ("order", ListOrders, OrderPlaced),
    ("service request", ListServiceRequests, ServiceRequestReceived),
)
"""What customers were promised, the operation that lists it, and the event for which one mail is sent."""


@dataclass(slots=True)
class Check:
    """The result of a check: `counted` says how much was examined, `wrong` holds a sentence per problem."""

    title: str
    counted: str = ""
    wrong: list[str] = field(default_factory=list)


def backlog(client: Client) -> Check:
    """Outboxes are empty, no event is being retried and no job is due."""
    check = Check("waiting", f"{len(SERVICE_NAMES)} services")
    for service, counts in _call_all(client, CountBacklog):
        for name, what in WAITING:
            if counts[name]:
                check.wrong.append(f"{service} has {counts[name]} {what}")
    return check


def queues(figures: Sequence[QueueStats]) -> Check:
    """Queues are empty and have a consumer."""
    check = Check("queues", f"{len(figures)} queues")
    for queue, ready, consumers in figures:
        if ready:
            check.wrong.append(f"{ready:,} messages are waiting in {queue}")
        if not consumers and queue != DEAD_LETTERS:
            check.wrong.append(f"{queue} has no consumer")
    return check


def dead_letters(client: Client) -> Check:
    """There are no dead letters."""
    check = Check("dead letters", f"{len(SERVICE_NAMES)} services")
    for service, counts in _call_all(client, CountBacklog):
        if counts["dead"]:
            check.wrong.append(f"{service} has {counts['dead']}. To list them, run: machinepark dead-letters list")
    return check


class Events:
    """All events by service, as kept in the outboxes (14 days)."""

    def __init__(self, client: Client, report: Report) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        for service in SERVICE_NAMES:
            self.rows[service] = list(_pages(client, ListRecordedEvents, service))
            report(f"{service}: {len(self.rows[service]):,} events")

    def of(self, event: Any) -> list[dict[str, Any]]:
        return [row for row in self.rows[event.service] if row["type"] == event.type]


def received(client: Client, events: Events, *, from_beginning: bool) -> Check:
    """Every subscription has processed every event. The inbox's primary key excludes a second effect."""
    check, effects = Check("effects"), 0
    for subscription in (item for definition in SERVICES for item in subscriptions_of(definition.events)):
        of_type = [row for row in events.rows[subscription.source] if row["type"] == subscription.event_type]
        effects += len(of_type)
        if unprocessed := _unprocessed(client, subscription, of_type, from_beginning=from_beginning):
            ids = ", ".join(row["id"] for row in unprocessed[:3])
            more = " …" * (len(unprocessed) > 3)
            check.wrong.append(f"{subscription.queue} has not processed {len(unprocessed):,} events: {ids}{more}")
    check.counted = f"{effects:,} effects of {sum(map(len, events.rows.values())):,} events"
    return check


def _unprocessed(
    client: Client, subscription: Subscription, rows: Sequence[dict[str, Any]], *, from_beginning: bool
) -> list[dict[str, Any]]:
    service, unprocessed = subscription.service.partition(".")[0], list[dict[str, Any]]()
    for batch in _batches(rows):
        by_id = {row["id"]: row for row in batch}
        request: dict[str, Any] = {"subscription": subscription.queue, "event_ids": list(by_id)}
        response = client.call(ListUnprocessedEvents, OPERATOR, service=service, **request)
        first_received_at = response["first_received_at"]
        unprocessed += [
            by_id[id]
            for id in response["event_ids"]
            if from_beginning or first_received_at is None or by_id[id]["recorded_at"] >= first_received_at
        ]
    return unprocessed


def projections(client: Client, report: Report) -> Check:
    """Every row of a projection equals its source in version and content."""
    check, rows, projections = Check("projections"), 0, 0
    for service in SERVICE_NAMES:
        for name in client.call(ListProjections, OPERATOR, service=service)["projections"]:
            row_count, differing = _compare(client, service, name)
            rows, projections = rows + row_count, projections + 1
            report(f"{service}: {name}, {row_count:,} rows")
            for kind, ids in differing.items():
                command = f"machinepark rebuild {service} {name}"
                check.wrong.append(
                    f"{service}'s {name}: {len(ids):,} rows are {kind}, such as {ids[0]}. To repair it, run: {command}"
                )
    check.counted = f"{rows:,} rows of {projections} projections"
    return check


def _compare(client: Client, service: str, projection: str) -> tuple[int, dict[str, list[str]]]:
    """The number of rows, and the ids of differing ones by kind of difference. A differing page is requested again."""
    rows, differing, after = 0, dict[str, list[str]](), None
    while True:
        deadline = time.monotonic() + PATIENCE
        while True:
            page = client.call(ComparePage, OPERATOR, service=service, projection=projection, after=after)
            if not page["differing"] or time.monotonic() > deadline:
                break
            time.sleep(PAUSE)
        rows += page["rows"]
        for row in page["differing"]:
            differing.setdefault(row["difference"].replace("_", " "), []).append(row["id"])
        if (after := page["next"]) is None:
            return rows, differing


def promises(client: Client, events: Events, accepted: Sequence[str]) -> Check:
    """Every order and request exists once, with one mail. `accepted`: reference numbers given to customers, also of
    contact messages, each of which exists once."""
    check, counted, known = Check("promises"), [], Counter[str]()
    for what, operation, event in ACCEPTED:
        rows = list(_list(client, operation))
        known.update(row["reference_number"] for row in rows)
        number_of = {row["id"]: row["reference_number"] for row in rows}
        recorded = events.of(event)
        mails = _mails(client, [row["id"] for row in recorded])
        check.wrong += [
            f"{what} {number_of.get(id, id)} was recorded {times} times"
            for id, times in Counter(row["subject"] for row in recorded).items()
            if times > 1
        ]
        check.wrong += [f"{what} {row['subject']} is missing" for row in recorded if row["subject"] not in number_of]
        check.wrong += [
            f"{what} {number_of.get(row['subject'], row['subject'])} has {mails[row['id']]} mails"
            for row in recorded
            if mails[row["id"]] != 1
        ]
        counted.append(f"{len(recorded):,} {what}s with one mail each")
    if accepted:
        known.update(row["reference_number"] for row in _list(client, ListContactMessages))
    check.wrong += [f"{number} exists {known[number]} times" for number in accepted if known[number] != 1]
    counted += [f"{len(accepted):,} accepted numbers"] if accepted else []
    check.counted = ", ".join(counted)
    return check


def _mails(client: Client, event_ids: Sequence[str]) -> Counter[str]:
    counts = Counter[str]()
    for batch in _batches(event_ids):
        response = client.call(CountMails, OPERATOR, event_ids=batch)
        counts.update({row["event_id"]: row["mails"] for row in response["rows"]})
    return counts


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


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
        response = client.call(operation, OPERATOR, after=after, limit=200)
        yield from response["rows"]
        if not (after := response["page"]["next"] or ""):
            return


def _call_all(client: Client, operation: type[Operation]) -> Iterator[tuple[str, dict[str, Any]]]:
    for service in SERVICE_NAMES:
        yield service, client.call(operation, OPERATOR, service=service)
