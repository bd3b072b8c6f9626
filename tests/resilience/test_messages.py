"""Invalid messages, duplicates, late messages and a large backlog."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from amqp import Message
from amqp_client import connect
from eventually import eventually
from installation import Installation
from seed import OPERATOR
from verification import verify
from workload import Workload

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.queues import queue_stats
from services.chassis.bus import OutgoingEvent
from services.chassis.contract import Caller
from services.chassis.contract.builtin_operations import CountBacklog, FailedMessageStatus, Health, ListDeadLetters
from services.chassis.contract.caller import OPS
from services.fleet import contracts as fleet

MAX_ATTEMPTS = 10
BACKLOG = 100_000
BATCH = 1_000


@pytest.fixture
def used_installation(shared_installation: Installation) -> Installation:
    """With some orders and requests, and no workload running."""
    _work(shared_installation, "before")
    return shared_installation


def _work(installation: Installation, seed: str) -> None:
    """Run a workload until there is a further order and a further service request."""
    orders, requests = len(installation.journal.orders), len(installation.journal.requests)
    workload = Workload(installation, seed)
    workload.start()
    assert eventually(
        lambda: len(installation.journal.orders) > orders and len(installation.journal.requests) > requests, within=300
    )
    workload.stop()


def _outgoing(body: str | bytes, source: str, type_: str) -> OutgoingEvent:
    content = body if isinstance(body, bytes) else body.encode()
    return OutgoingEvent(uuid.uuid4().hex, f"{source}.events", type_, content, True)


def test_invalid_messages_become_dead_letters(used_installation: Installation) -> None:
    (order, *_) = used_installation.recorded("ordering", "order_placed")
    unknown_version = json.dumps(json.loads(order) | {"specversion": "2.0", "id": str(uuid.uuid4())})
    wrong_schema = json.dumps(json.loads(order) | {"data": {"order_id": 7}, "id": str(uuid.uuid4())})
    poison = [b"\xff\xfe no JSON", b'{"specversion": "1.0"}', unknown_version, wrong_schema]
    confirmed = used_installation.transport("ordering").publish(
        [_outgoing(body, "ordering", "order_placed") for body in poison]
    )
    assert len(confirmed) == len(poison)
    _call_without_reply_to(used_installation)
    assert eventually(lambda: _dead_letter_count(used_installation, "notify") == len(poison), within=300)
    _work(used_installation, "afterwards")
    verify(used_installation, dead_letters=len(poison))
    for row in _dead_letters(used_installation):
        used_installation.run("dead-letters", "drop", "--yes", row["id"])


def test_replayed_dead_letter_has_one_effect(used_installation: Installation) -> None:
    used_installation.fail_events(100)
    _work(used_installation, "unlucky")
    for attempt in range(1, MAX_ATTEMPTS):
        used_installation.advance_clock(2**attempt + 1)
        assert eventually(lambda: _no_retry_is_due(used_installation), within=300)
    used_installation.fail_events(0)
    assert _dead_letters(used_installation)
    replayed = used_installation.run("dead-letters", "replay", "--all")
    assert replayed.returncode == 0, replayed.stderr
    verify(used_installation)


def test_event_delivered_four_times_at_once_has_one_effect(used_installation: Installation) -> None:
    used_installation.parts.stop_part("notify")
    before = len(used_installation.recorded("ordering", "order_placed"))
    workload = Workload(used_installation, "many")
    workload.start()
    assert eventually(lambda: len(used_installation.recorded("ordering", "order_placed")) > before + 5, within=300)
    workload.stop()
    duplicates = [
        _outgoing(body, "ordering", "order_placed") for body in used_installation.recorded("ordering", "order_placed")
    ]
    transport = used_installation.transport("ordering")
    threads = [threading.Thread(target=transport.publish, args=(duplicates,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used_installation.parts.start_part("notify")
    verify(used_installation)


def test_late_state_events_in_any_order_change_nothing(used_installation: Installation) -> None:
    for site in ("Amsterdam", "Utrecht", "Zwolle"):
        _move_machine(used_installation, site)
    recorded = used_installation.recorded("fleet", "machine_state_changed")
    late = [json.dumps(json.loads(body) | {"id": str(uuid.uuid4())}) for body in reversed(recorded)]
    used_installation.transport("fleet").publish([_outgoing(body, "fleet", "machine_state_changed") for body in late])
    verify(used_installation)


@pytest.mark.long
def test_service_with_a_backlog_of_100_000_events_stays_responsive(used_installation: Installation) -> None:
    used_installation.parts.stop_part("servicedesk")
    transport, (body, *_) = (
        used_installation.transport("fleet"),
        used_installation.recorded("fleet", "machine_state_changed"),
    )
    for _ in range(BACKLOG // BATCH):
        events_json = [json.dumps(json.loads(body) | {"id": str(uuid.uuid4())}) for _ in range(BATCH)]
        events = [_outgoing(body, "fleet", "machine_state_changed") for body in events_json]
        assert len(transport.publish(events)) == BATCH
    used_installation.parts.start_part("servicedesk")
    assert eventually(lambda: used_installation.is_healthy("servicedesk"), within=300)
    workload = Workload(used_installation, "meanwhile")
    workload.start()
    workload.run_for(20)
    workload.stop()
    assert eventually(lambda: not _queued_messages(used_installation), within=1200)
    verify(used_installation)


def _call_without_reply_to(installation: Installation) -> None:
    """Send a call without `reply_to` as the gateway; the service still responds to others."""
    user = "gateway"
    with connect(installation.access.amqp_url(user)) as connection:
        message = Message('{"args": [], "kwargs": {}}', content_type="application/json", user_id=user)
        connection.channel().basic_publish(message, "nameko-rpc", "ordering.health")
    assert installation.ops.call(Health, Caller.visitor(), service="ordering")["healthy"]


def _dead_letter_count(installation: Installation, service: str) -> int:
    return int(installation.ops.call(CountBacklog, OPERATOR, service=service)["dead"])


def _dead_letters(
    installation: Installation, status: FailedMessageStatus = FailedMessageStatus.DEAD
) -> list[dict[str, Any]]:
    pending = [installation.ops.start(ListDeadLetters, OPERATOR, service=name, status=status) for name in SERVICE_NAMES]
    return [row for one in pending for row in one.answer()["rows"]]


def _no_retry_is_due(installation: Installation) -> bool:
    """Every failed event has been retried and is waiting for its next attempt."""
    now = installation.now()
    return all(
        dt.datetime.fromisoformat(row["next_at"]) > now
        for row in _dead_letters(installation, FailedMessageStatus.RETRY)
    )


def _move_machine(installation: Installation, site: str) -> None:
    values = {"customer_number": "1000001", "equipment_number": "10001", "model_name": "bizhub C250i"}
    installation.ops.call(
        fleet.UpsertMachine, OPERATOR, manufacturer="Konica Minolta", location={"site": site}, **values
    )


def _queued_messages(installation: Installation) -> int:
    return sum(ready for _, ready, _ in queue_stats(installation.access.amqp_url(OPS)))
