"""What every bus promises about events. Each test runs in the process alone and over RabbitMQ.

The common promise: an event that is published until it is confirmed reaches every subscription that was declared by
then, again and again until it is settled. Where it waits meanwhile differs: in a queue of RabbitMQ, or with its sender.
"""

import json
import threading
import time
from collections.abc import Callable

from services.chassis.bus import EventMessage
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage


def number(message: EventMessage) -> int:
    return int(json.loads(message.body)["number"])


def keep(box: Box) -> Callable[[EventMessage], None]:
    """Settles what comes, and puts its number into the box."""

    def take(message: EventMessage) -> None:
        message.settle(True)
        box.put(number(message))

    return take


def test_an_event_reaches_its_subscription(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message)))
    event = stage.event(7)
    assert stage.transport.publish([event]) == {event.id}
    message = taken.next()
    assert (message.subscription, message.body) == (stage.subscription(), event.body)


def test_an_event_of_another_type_does_not(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    stage.bring(stage.event(1, "thing_forgotten"), stage.event(2))
    assert taken.next() == 2
    assert taken.empty()


def test_each_subscription_gets_each_event(stage: Stage) -> None:
    one, other = Box(), Box()
    stage.consume_events(stage.subscription(listener="one"), on_event=keep(one))
    stage.consume_events(stage.subscription(listener="other"), on_event=keep(other))
    stage.bring(stage.event(1), stage.event(2))
    assert {one.next(), one.next()} == {other.next(), other.next()} == {1, 2}


def test_one_listener_takes_several_types(stage: Stage) -> None:
    taken = Box()
    happened, forgotten = stage.subscription(), stage.subscription("thing_forgotten")
    stage.consume_events(
        happened,
        forgotten,
        on_event=lambda message: (message.settle(True), taken.put((number(message), message.subscription))),
    )
    stage.bring(stage.event(1, "thing_happened"), stage.event(2, "thing_forgotten"))
    assert {taken.next(), taken.next()} == {(1, happened), (2, forgotten)}


def test_an_event_that_nobody_needs_is_confirmed(stage: Stage) -> None:
    event = stage.event(mandatory=False)
    assert stage.transport.publish([event]) == {event.id}


def test_a_mandatory_event_that_nobody_listens_to_is_not_confirmed(stage: Stage) -> None:
    assert stage.transport.publish([stage.event(mandatory=True)]) == set()


def test_an_unroutable_event_does_not_hold_up_its_batch(stage: Stage) -> None:
    stage.consume_events(stage.subscription(), on_event=lambda message: message.settle(True))
    before, lost, after = (
        stage.event(1, mandatory=True), stage.event(2, "thing_forgotten", mandatory=True), stage.event(3)
    )  # fmt: skip
    assert stage.transport.publish([before, lost, after]) == {before.id, after.id}


def test_publishing_nothing_confirms_nothing(stage: Stage) -> None:
    assert stage.transport.publish([]) == set()


def test_a_batch_of_a_hundred_is_confirmed_and_arrives(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    batch = [stage.event(n, mandatory=True) for n in range(100)]
    assert stage.transport.publish(batch) == {event.id for event in batch}
    assert {taken.next() for _ in batch} == set(range(100))


def test_several_threads_publish_side_by_side(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    senders = [stage.bring_beside(*(stage.event(n) for n in range(k, k + 10))) for k in range(0, 80, 10)]
    for sender in senders:
        sender.join(SOON)
    assert {taken.next() for _ in range(80)} == set(range(80))


def test_an_event_of_100_kb_arrives_whole(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message.body)))
    event = stage.event()
    long = type(event)(event.id, event.exchange, event.type, json.dumps({"text": "é" * 100_000}).encode(), True)
    stage.bring(long)
    assert taken.next() == long.body


def test_an_event_that_was_not_kept_comes_again(stage: Stage) -> None:
    taken = Box()

    def keep_the_third_time(message: EventMessage) -> None:
        taken.put(number(message))
        message.settle(taken.qsize() >= 3)

    stage.consume_events(stage.subscription(), on_event=keep_the_third_time)
    stage.bring_beside(stage.event(1)).join(SOON)
    assert [taken.next(), taken.next(), taken.next()] == [1, 1, 1]


def test_an_event_whose_handler_fails_comes_again(stage: Stage) -> None:
    taken = Box()

    def fail_at_first(message: EventMessage) -> None:
        taken.put(number(message))
        if taken.qsize() < 2:
            raise LookupError("no worker")
        message.settle(True)

    stage.consume_events(stage.subscription(), on_event=fail_at_first)
    stage.bring_beside(stage.event(1)).join(SOON)
    assert [taken.next(), taken.next()] == [1, 1]


def test_an_event_that_was_settled_does_not_come_again(stage: Stage) -> None:
    taken = Box()
    running = stage.consume_events(stage.subscription(), on_event=keep(taken))
    stage.bring(stage.event(1))
    assert taken.next() == 1
    running.stop()
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    stage.bring(stage.event(2))
    assert taken.next() == 2


def test_an_event_settled_by_another_thread_is_settled(stage: Stage) -> None:
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=taken.put)
    sender = stage.bring_beside(stage.event(1))
    message = taken.next()
    thread = threading.Thread(target=message.settle, args=(True,))
    thread.start()
    sender.join(SOON)
    assert not sender.is_alive()


def test_an_event_for_a_declared_subscription_that_does_not_listen_yet_is_not_lost(stage: Stage) -> None:
    stage.transport.declare([stage.subscription()])
    sender = stage.bring_beside(stage.event(1, mandatory=True))
    sender.join(0.2)
    taken = Box()
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    assert taken.next() == 1
    sender.join(SOON)
    assert not sender.is_alive()


def test_declaring_twice_changes_nothing(stage: Stage) -> None:
    taken = Box()
    stage.transport.declare([stage.subscription()])
    stage.transport.declare([stage.subscription()])
    stage.consume_events(stage.subscription(), on_event=keep(taken))
    stage.bring(stage.event(1), stage.event(2))
    assert {taken.next(), taken.next()} == {1, 2}
    assert taken.empty()


def test_an_event_that_cannot_be_decoded_does_not_stop_the_subscription(stage: Stage) -> None:
    taken = Box()

    def take(message: EventMessage) -> None:
        message.settle(True)
        taken.put(message.body)

    stage.consume_events(stage.subscription(), on_event=take)
    good = stage.event(1)
    stage.bring(type(good)("garbage", good.exchange, good.type, b"\xff\x00", False), good)
    while taken.next() != good.body:
        pass


def test_a_stop_waits_until_events_in_hand_are_settled(stage: Stage) -> None:
    taken = Box()
    running = stage.consume_events(stage.subscription(), on_event=taken.put)
    sender = stage.bring_beside(stage.event(1), stage.event(2))
    in_hand = [taken.next(), taken.next()]
    stopping = threading.Thread(target=running.stop)
    stopping.start()
    for message in in_hand:
        stopping.join(0.05)
        assert stopping.is_alive()
        message.settle(True)
    stopping.join(SOON)
    assert not stopping.is_alive()
    sender.join(SOON)
    assert not sender.is_alive()


def test_listening_to_nothing_can_be_stopped(stage: Stage) -> None:
    begun = time.monotonic()
    stage.consume_events(on_event=lambda message: message.settle(True)).stop()
    assert time.monotonic() - begun < AT_ONCE
