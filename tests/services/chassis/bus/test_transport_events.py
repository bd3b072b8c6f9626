"""Events on both transports: in-process and RabbitMQ.

An event that is published until it is confirmed reaches every subscription declared by then, repeatedly until it is
settled. Until then it waits in a queue of RabbitMQ or, in-process, with its sender.
"""

import json
import threading
import time
from collections.abc import Callable

from services.chassis.bus import EventMessage
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint


def number(message: EventMessage) -> int:
    return int(json.loads(message.body)["number"])


def settle_into(received: Collector) -> Callable[[EventMessage], None]:
    """Settles each event and puts its number into `received`."""

    def take(message: EventMessage) -> None:
        message.settle(True)
        received.put(number(message))

    return take


def test_an_event_reaches_its_subscription(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(
        endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message))
    )
    event = endpoint.event(7)
    assert endpoint.transport.publish([event]) == {event.id}
    message = received.next()
    assert (message.subscription, message.body) == (endpoint.subscription(), event.body)


def test_a_subscription_gets_no_event_of_another_type(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    endpoint.publish_all(endpoint.event(1, "thing_forgotten"), endpoint.event(2))
    assert received.next() == 2
    assert received.empty()


def test_each_subscription_gets_each_event(endpoint: Endpoint) -> None:
    first, second = Collector(), Collector()
    endpoint.consume_events(endpoint.subscription(listener="one"), on_event=settle_into(first))
    endpoint.consume_events(endpoint.subscription(listener="other"), on_event=settle_into(second))
    endpoint.publish_all(endpoint.event(1), endpoint.event(2))
    assert {first.next(), first.next()} == {second.next(), second.next()} == {1, 2}


def test_one_consumer_receives_several_types(endpoint: Endpoint) -> None:
    received = Collector()
    happened, forgotten = endpoint.subscription(), endpoint.subscription("thing_forgotten")
    endpoint.consume_events(
        happened,
        forgotten,
        on_event=lambda message: (message.settle(True), received.put((number(message), message.subscription))),
    )
    endpoint.publish_all(endpoint.event(1, "thing_happened"), endpoint.event(2, "thing_forgotten"))
    assert {received.next(), received.next()} == {(1, happened), (2, forgotten)}


def test_an_event_without_subscription_is_confirmed(endpoint: Endpoint) -> None:
    event = endpoint.event(mandatory=False)
    assert endpoint.transport.publish([event]) == {event.id}


def test_a_mandatory_event_without_subscription_is_not_confirmed(endpoint: Endpoint) -> None:
    assert endpoint.transport.publish([endpoint.event(mandatory=True)]) == set()


def test_an_unroutable_event_does_not_block_its_batch(endpoint: Endpoint) -> None:
    endpoint.consume_events(endpoint.subscription(), on_event=lambda message: message.settle(True))
    before, lost, after = (
        endpoint.event(1, mandatory=True), endpoint.event(2, "thing_forgotten", mandatory=True), endpoint.event(3)
    )  # fmt: skip
    assert endpoint.transport.publish([before, lost, after]) == {before.id, after.id}


def test_publishing_nothing_confirms_nothing(endpoint: Endpoint) -> None:
    assert endpoint.transport.publish([]) == set()


def test_a_batch_of_a_hundred_is_confirmed_and_arrives(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    batch = [endpoint.event(n, mandatory=True) for n in range(100)]
    assert endpoint.transport.publish(batch) == {event.id for event in batch}
    assert {received.next() for _ in batch} == set(range(100))


def test_several_threads_publish_in_parallel(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    senders = [endpoint.publish_in_thread(*(endpoint.event(n) for n in range(k, k + 10))) for k in range(0, 80, 10)]
    for sender in senders:
        sender.join(TIMEOUT)
    assert {received.next() for _ in range(80)} == set(range(80))


def test_an_event_of_100_kb_arrives_complete(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(
        endpoint.subscription(), on_event=lambda message: (message.settle(True), received.put(message.body))
    )
    event = endpoint.event()
    long = type(event)(event.id, event.exchange, event.type, json.dumps({"text": "é" * 100_000}).encode(), True)
    endpoint.publish_all(long)
    assert received.next() == long.body


def test_a_rejected_event_is_redelivered(endpoint: Endpoint) -> None:
    received = Collector()

    def settle_the_third_time(message: EventMessage) -> None:
        received.put(number(message))
        message.settle(received.qsize() >= 3)

    endpoint.consume_events(endpoint.subscription(), on_event=settle_the_third_time)
    endpoint.publish_in_thread(endpoint.event(1)).join(TIMEOUT)
    assert [received.next(), received.next(), received.next()] == [1, 1, 1]


def test_an_event_whose_handler_fails_is_redelivered(endpoint: Endpoint) -> None:
    received = Collector()

    def fail_at_first(message: EventMessage) -> None:
        received.put(number(message))
        if received.qsize() < 2:
            raise LookupError("no worker")
        message.settle(True)

    endpoint.consume_events(endpoint.subscription(), on_event=fail_at_first)
    endpoint.publish_in_thread(endpoint.event(1)).join(TIMEOUT)
    assert [received.next(), received.next()] == [1, 1]


def test_a_settled_event_is_not_redelivered(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    endpoint.publish_all(endpoint.event(1))
    assert received.next() == 1
    consumer.stop()
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    endpoint.publish_all(endpoint.event(2))
    assert received.next() == 2


def test_another_thread_may_settle(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.consume_events(endpoint.subscription(), on_event=received.put)
    sender = endpoint.publish_in_thread(endpoint.event(1))
    message = received.next()
    thread = threading.Thread(target=message.settle, args=(True,))
    thread.start()
    sender.join(TIMEOUT)
    assert not sender.is_alive()


def test_an_event_for_a_declared_subscription_without_consumer_is_not_lost(endpoint: Endpoint) -> None:
    endpoint.transport.declare([endpoint.subscription()])
    sender = endpoint.publish_in_thread(endpoint.event(1, mandatory=True))
    sender.join(0.2)
    received = Collector()
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    assert received.next() == 1
    sender.join(TIMEOUT)
    assert not sender.is_alive()


def test_declaring_twice_changes_nothing(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.transport.declare([endpoint.subscription()])
    endpoint.transport.declare([endpoint.subscription()])
    endpoint.consume_events(endpoint.subscription(), on_event=settle_into(received))
    endpoint.publish_all(endpoint.event(1), endpoint.event(2))
    assert {received.next(), received.next()} == {1, 2}
    assert received.empty()


def test_an_undecodable_event_does_not_stop_the_subscription(endpoint: Endpoint) -> None:
    received = Collector()

    def take(message: EventMessage) -> None:
        message.settle(True)
        received.put(message.body)

    endpoint.consume_events(endpoint.subscription(), on_event=take)
    good = endpoint.event(1)
    endpoint.publish_all(type(good)("garbage", good.exchange, good.type, b"\xff\x00", False), good)
    while received.next() != good.body:
        pass


def test_a_stop_waits_for_unsettled_events(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.consume_events(endpoint.subscription(), on_event=received.put)
    sender = endpoint.publish_in_thread(endpoint.event(1), endpoint.event(2))
    unsettled = [received.next(), received.next()]
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()
    for message in unsettled:
        stopping.join(0.05)
        assert stopping.is_alive()
        message.settle(True)
    stopping.join(TIMEOUT)
    assert not stopping.is_alive()
    sender.join(TIMEOUT)
    assert not sender.is_alive()


def test_a_consumer_without_subscriptions_can_be_stopped(endpoint: Endpoint) -> None:
    started = time.monotonic()
    endpoint.consume_events(on_event=lambda message: message.settle(True)).stop()
    assert time.monotonic() - started < IMMEDIATE
