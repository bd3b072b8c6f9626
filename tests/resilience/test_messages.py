"""Odd messages: poison, the same one several times at once, late ones, and a great many that wait."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from amqp import Message
from amqp_client import connect
from counting import count
from customers import Crowd
from eventually import eventually
from installation import Installation
from seed import OPERATOR

from deploy.rabbitmq.rights import SERVICE_NAMES
from deploy.run.queues import queue_stats
from services.chassis.bus import OutgoingEvent
from services.chassis.contract import Caller
from services.chassis.contract.builtin_operations import CountBacklog, FailedMessageStatus, Health, ListDeadLetters
from services.chassis.contract.caller import OPS
from services.fleet import contracts as fleet

TRIES = 10
WAITING = 100_000
AT_ONCE = 1_000


@pytest.fixture
def busy(calm: Installation) -> Installation:
    """People have worked in it for a moment, and have gone."""
    _work(calm, "before")
    return calm


def _work(installation: Installation, seed: str) -> None:
    """Until something was ordered and something reported."""
    orders, requests = len(installation.journal.orders), len(installation.journal.requests)
    crowd = Crowd(installation, seed)
    crowd.come()
    assert eventually(
        lambda: len(installation.journal.orders) > orders and len(installation.journal.requests) > requests, within=300
    )
    crowd.leave()


def _outgoing(body: str | bytes, source: str, type_: str) -> OutgoingEvent:
    content = body if isinstance(body, bytes) else body.encode()
    return OutgoingEvent(uuid.uuid4().hex, f"{source}.events", type_, content, True)


def test_poison_becomes_dead_letters_and_disturbs_nobody(busy: Installation) -> None:
    (order, *_) = busy.recorded("ordering", "order_placed")
    unknown_version = json.dumps(json.loads(order) | {"specversion": "2.0", "id": str(uuid.uuid4())})
    wrong_schema = json.dumps(json.loads(order) | {"data": {"order_id": 7}, "id": str(uuid.uuid4())})
    poison = [b"\xff\xfe no JSON", b'{"specversion": "1.0"}', unknown_version, wrong_schema]
    taken = busy.transport("ordering").publish([_outgoing(body, "ordering", "order_placed") for body in poison])
    assert len(taken) == len(poison)
    _call_without_reply_to(busy)
    assert eventually(lambda: _dead_of(busy, "notify") == len(poison), within=300)
    _work(busy, "afterwards")
    count(busy, dead=len(poison))
    for row in _letters(busy):
        busy.run("dead-letters", "drop", "--yes", row["id"])


def test_what_was_given_up_has_one_effect_when_it_is_replayed(busy: Installation) -> None:
    busy.failing(100)
    _work(busy, "unlucky")
    for tries in range(1, TRIES):
        busy.let_time_pass(2**tries + 1)
        assert eventually(lambda: _all_wait(busy), within=300)
    busy.failing(0)
    assert _letters(busy)
    replayed = busy.run("dead-letters", "replay", "--all")
    assert replayed.returncode == 0, replayed.stderr
    count(busy)


def test_an_event_that_comes_four_times_at_once_has_one_effect(busy: Installation) -> None:
    busy.parts.take_away("notify")
    before = len(busy.recorded("ordering", "order_placed"))
    crowd = Crowd(busy, "many")
    crowd.come()
    assert eventually(lambda: len(busy.recorded("ordering", "order_placed")) > before + 5, within=300)
    crowd.leave()
    copies = [_outgoing(body, "ordering", "order_placed") for body in busy.recorded("ordering", "order_placed")]
    transport = busy.transport("ordering")
    threads = [threading.Thread(target=transport.publish, args=(copies,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy.parts.bring_back("notify")
    count(busy)


def test_states_that_come_late_and_in_any_order_change_nothing(busy: Installation) -> None:
    for site in ("Amsterdam", "Utrecht", "Zwolle"):
        _move(busy, site)
    told = busy.recorded("fleet", "machine_state_changed")
    late = [json.dumps(json.loads(body) | {"id": str(uuid.uuid4())}) for body in reversed(told)]
    busy.transport("fleet").publish([_outgoing(body, "fleet", "machine_state_changed") for body in late])
    count(busy)


@pytest.mark.long
def test_a_service_that_finds_a_hundred_thousand_events_waiting_works_meanwhile(busy: Installation) -> None:
    busy.parts.take_away("servicedesk")
    transport, (told, *_) = busy.transport("fleet"), busy.recorded("fleet", "machine_state_changed")
    for _ in range(WAITING // AT_ONCE):
        bodies = [json.dumps(json.loads(told) | {"id": str(uuid.uuid4())}) for _ in range(AT_ONCE)]
        events = [_outgoing(body, "fleet", "machine_state_changed") for body in bodies]
        assert len(transport.publish(events)) == AT_ONCE
    busy.parts.bring_back("servicedesk")
    assert eventually(lambda: busy.is_well("servicedesk"), within=300)
    crowd = Crowd(busy, "meanwhile")
    crowd.come()
    crowd.work(20)
    crowd.leave()
    assert eventually(lambda: not _ready(busy), within=1200)
    count(busy)


def _call_without_reply_to(installation: Installation) -> None:
    """By any client that logs in as the gateway; then the service answers as before."""
    user = "gateway"
    with connect(installation.access.amqp_url(user)) as connection:
        message = Message('{"args": [], "kwargs": {}}', content_type="application/json", user_id=user)
        connection.channel().basic_publish(message, "nameko-rpc", "ordering.health")
    assert installation.ops.call(Health, Caller.visitor(), service="ordering")["well"]


def _dead_of(installation: Installation, service: str) -> int:
    return int(installation.ops.call(CountBacklog, OPERATOR, service=service)["dead"])


def _letters(
    installation: Installation, status: FailedMessageStatus = FailedMessageStatus.DEAD
) -> list[dict[str, Any]]:
    asked = [installation.ops.start(ListDeadLetters, OPERATOR, service=name, status=status) for name in SERVICE_NAMES]
    return [row for one in asked for row in one.answer()["rows"]]


def _all_wait(installation: Installation) -> bool:
    """Nothing that failed before is due."""
    now = installation.now()
    return all(
        dt.datetime.fromisoformat(row["next_at"]) > now for row in _letters(installation, FailedMessageStatus.RETRY)
    )


def _move(installation: Installation, site: str) -> None:
    told = {"customer_number": "1000001", "equipment_number": "10001", "model_name": "bizhub C250i"}
    installation.ops.call(fleet.UpsertMachine, OPERATOR, manufacturer="Konica Minolta", location={"site": site}, **told)


def _ready(installation: Installation) -> int:
    return sum(ready for _, ready, _ in queue_stats(installation.access.amqp_url(OPS)))
