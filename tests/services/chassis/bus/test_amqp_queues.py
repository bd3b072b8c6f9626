"""Over RabbitMQ: what waits in queues, who gets it, and when it comes again."""

import itertools
import json
import threading
import time
from typing import Any

import amqp
import pytest

from services.chassis.bus import NoAnswer, NotDelivered
from services.chassis.bus.amqp import delayed_requeue
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.foreign import next_message
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage, echo


def test_a_call_that_expires_in_the_queue_does_not_run(rabbit_stage: Stage) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put, prefetch=1)
    first = rabbit_stage.start(n=1)
    in_hand = taken.next()
    with pytest.raises(NoAnswer):
        rabbit_stage.ask(n=2, timeout=0.2)
    third = rabbit_stage.start(n=3)
    echo(in_hand)
    first.wait()
    echo(taken.next())
    assert json.loads(third.wait())["result"] == {"n": 3}


def test_no_more_calls_are_in_hand_than_asked_for(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put, prefetch=2)
    waiting = [rabbit_stage.start(n=n) for n in range(5)]
    queue = f"rpc-{rabbit_stage.service}"
    eventually(lambda: plain.queue_declare(queue, passive=True).message_count == 3)
    eventually(lambda: taken.qsize() == 2)
    for _ in waiting:
        echo(taken.next())
    assert [json.loads(call.wait())["result"]["n"] for call in waiting] == [0, 1, 2, 3, 4]


def test_events_wait_in_a_declared_queue_until_somebody_listens(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    rabbit_stage.transport.declare([rabbit_stage.subscription()])
    event = rabbit_stage.event(1, mandatory=True)
    assert rabbit_stage.transport.publish([event]) == {event.id}
    taken = Box()
    rabbit_stage.consume_events(
        rabbit_stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message.body))
    )
    assert taken.next() == event.body


def test_after_a_stop_nothing_is_left_unacknowledged(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    running = rabbit_stage.consume_events(rabbit_stage.subscription(), on_event=taken.put)
    rabbit_stage.bring(*(rabbit_stage.event(n) for n in range(3)))
    in_hand = [taken.next() for _ in range(3)]
    stopping = threading.Thread(target=running.stop)
    stopping.start()
    for message in in_hand:
        message.settle(True)
    stopping.join(SOON)
    assert plain.basic_get(rabbit_stage.subscription().queue) is None


def test_an_event_that_was_not_kept_comes_again_after_growing_pauses(rabbit_stage: Stage) -> None:
    taken = Box()

    def refuse_three_times(message: Any) -> None:
        taken.put(time.monotonic())
        message.settle(taken.qsize() > 3)

    rabbit_stage.consume_events(rabbit_stage.subscription(), on_event=refuse_three_times)
    rabbit_stage.bring(rabbit_stage.event(1))
    eventually(lambda: taken.qsize() == 4)
    times = [taken.next() for _ in range(4)]
    pauses = [after - before for before, after in itertools.pairwise(times)]
    assert pauses[0] >= 0.2
    assert pauses[1] >= 0.4
    assert pauses[2] >= 0.8


def test_a_stop_gives_back_at_once_what_pauses(
    rabbit_stage: Stage, plain: amqp.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delayed_requeue, "FIRST_PAUSE", 30.0)
    taken = Box()

    def refuse(message: Any) -> None:
        message.settle(False)
        taken.put(message)

    running = rabbit_stage.consume_events(rabbit_stage.subscription(), on_event=refuse)
    rabbit_stage.bring(rabbit_stage.event(1))
    taken.next()
    begun = time.monotonic()
    running.stop()
    assert time.monotonic() - begun < AT_ONCE
    assert next_message(plain, rabbit_stage.subscription().queue)


def test_two_processes_of_a_service_share_its_calls(rabbit_stage: Stage, rabbit: AmqpTransport) -> None:
    one, other = Box(), Box()
    rabbit_stage.serve(lambda message: (one.put(1), echo(message)))
    with Stage(rabbit, rabbit_stage.service) as second:
        second.serve(lambda message: (other.put(1), echo(message)))
        for n in range(20):
            rabbit_stage.ask(n=n)
    assert one.qsize() + other.qsize() == 20
    assert one.qsize() > 0
    assert other.qsize() > 0


def test_a_rolling_restart_loses_no_call(rabbit_stage: Stage) -> None:
    faults, ended = Box(), threading.Event()

    def ask_on_and_on() -> None:
        while not ended.is_set():
            try:
                rabbit_stage.ask()
            except (NoAnswer, NotDelivered) as error:
                faults.put(error)

    running = rabbit_stage.serve()
    askers = [threading.Thread(target=ask_on_and_on) for _ in range(4)]
    for asker in askers:
        asker.start()
    for _ in range(5):
        following = rabbit_stage.serve()
        running.stop()
        running = following
    ended.set()
    for asker in askers:
        asker.join(SOON)
    assert faults.empty()
