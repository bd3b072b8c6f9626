"""RabbitMQ: messages in queues, their consumers and their redelivery."""

import itertools
import json
import threading
import time
from typing import Any

import amqp
import pytest

from services.chassis.bus import NoAnswer, NotDelivered
from services.chassis.bus.amqp import settlement
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint, echo
from tests.services.chassis.bus.plain_amqp import next_message


def test_a_call_that_expires_in_the_queue_is_not_executed(amqp_endpoint: Endpoint) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put, prefetch=1)
    first = amqp_endpoint.start(n=1)
    unanswered = received.next()
    with pytest.raises(NoAnswer):
        amqp_endpoint.call(n=2, timeout=0.2)
    third = amqp_endpoint.start(n=3)
    echo(unanswered)
    first.wait()
    echo(received.next())
    assert json.loads(third.wait())["result"] == {"n": 3}


def test_at_most_prefetch_calls_are_delivered(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put, prefetch=2)
    calls = [amqp_endpoint.start(n=n) for n in range(5)]
    queue = f"rpc-{amqp_endpoint.service}"
    eventually(lambda: channel.queue_declare(queue, passive=True).message_count == 3)
    eventually(lambda: received.qsize() == 2)
    for _ in calls:
        echo(received.next())
    assert [json.loads(call.wait())["result"]["n"] for call in calls] == [0, 1, 2, 3, 4]


def test_events_wait_in_a_declared_queue_for_a_consumer(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    amqp_endpoint.transport.declare([amqp_endpoint.subscription()])
    event = amqp_endpoint.event(1, mandatory=True)
    assert amqp_endpoint.transport.publish([event]) == {event.id}
    received = Collector()
    amqp_endpoint.consume_events(
        amqp_endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    assert received.next() == event.body


def test_a_stopped_consumer_leaves_nothing_unacknowledged(amqp_endpoint: Endpoint, channel: amqp.Channel) -> None:
    received = Collector()
    consumer = amqp_endpoint.consume_events(amqp_endpoint.subscription(), on_event=received.put)
    amqp_endpoint.publish_all(*(amqp_endpoint.event(n) for n in range(3)))
    unsettled = [received.next() for _ in range(3)]
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()
    for message in unsettled:
        message.settle(True)
    stopping.join(TIMEOUT)
    assert channel.basic_get(amqp_endpoint.subscription().queue) is None


def test_a_rejected_event_is_redelivered_after_growing_pauses(amqp_endpoint: Endpoint) -> None:
    received = Collector()

    def refuse_three_times(message: Any) -> None:
        received.put(time.monotonic())
        message.settle(received.qsize() > 3)

    amqp_endpoint.consume_events(amqp_endpoint.subscription(), on_event=refuse_three_times)
    amqp_endpoint.publish_all(amqp_endpoint.event(1))
    eventually(lambda: received.qsize() == 4)
    times = [received.next() for _ in range(4)]
    pauses = [after - before for before, after in itertools.pairwise(times)]
    assert pauses[0] >= 0.2
    assert pauses[1] >= 0.4
    assert pauses[2] >= 0.8


def test_a_stop_requeues_paused_events_at_once(
    amqp_endpoint: Endpoint, channel: amqp.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settlement, "FIRST_PAUSE", 30.0)
    received = Collector()

    def refuse(message: Any) -> None:
        message.settle(False)
        received.put(message)

    consumer = amqp_endpoint.consume_events(amqp_endpoint.subscription(), on_event=refuse)
    amqp_endpoint.publish_all(amqp_endpoint.event(1))
    received.next()
    started = time.monotonic()
    consumer.stop()
    assert time.monotonic() - started < IMMEDIATE
    assert next_message(channel, amqp_endpoint.subscription().queue)


def test_two_processes_of_a_service_share_its_calls(amqp_endpoint: Endpoint, amqp_transport: AmqpTransport) -> None:
    by_first, by_second = Collector(), Collector()
    amqp_endpoint.serve(lambda message: (by_first.put(1), echo(message)))
    with Endpoint(amqp_transport, amqp_endpoint.service) as second:
        second.serve(lambda message: (by_second.put(1), echo(message)))
        for n in range(20):
            amqp_endpoint.call(n=n)
    assert by_first.qsize() + by_second.qsize() == 20
    assert by_first.qsize() > 0
    assert by_second.qsize() > 0


def test_a_rolling_restart_loses_no_call(amqp_endpoint: Endpoint) -> None:
    errors, ended = Collector(), threading.Event()

    def call_repeatedly() -> None:
        while not ended.is_set():
            try:
                amqp_endpoint.call()
            except (NoAnswer, NotDelivered) as error:
                errors.put(error)

    consumer = amqp_endpoint.serve()
    callers = [threading.Thread(target=call_repeatedly) for _ in range(4)]
    for caller in callers:
        caller.start()
    for _ in range(5):
        following = amqp_endpoint.serve()
        consumer.stop()
        consumer = following
    ended.set()
    for caller in callers:
        caller.join(TIMEOUT)
    assert errors.empty()
