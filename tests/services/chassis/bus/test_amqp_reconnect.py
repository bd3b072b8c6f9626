"""Over RabbitMQ: a service whose connection breaks serves and listens again."""

import json
import time

import pytest
from proxy import Proxy

from services.chassis.bus import EventMessage, NoAnswer, NotDelivered
from services.chassis.bus.amqp import connection
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage, echo


def test_a_service_serves_again_after_its_connection_was_lost(
    far_stage: Stage, rabbit: AmqpTransport, proxy: Proxy
) -> None:
    running = far_stage.serve()
    near = Stage(rabbit, far_stage.service)
    assert near.ask(n=1) == {"n": 1}
    proxy.cut()

    def again() -> object:
        try:
            return near.ask(n=2, timeout=1)
        except (NoAnswer, NotDelivered):
            return None

    assert eventually(again) == {"n": 2}
    assert running.is_consuming


def test_a_service_that_starts_before_the_broker_serves_when_it_is_there(
    far: AmqpTransport, rabbit: AmqpTransport, service: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chassis.bus.amqp.consumer.START_SECONDS", 0.1)
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    proxy.hold()
    with Stage(far, service) as far_stage:
        running = far_stage.serve()
        assert not running.is_consuming
        proxy.release()
        eventually(lambda: running.is_consuming)
        assert Stage(rabbit, service).ask(n=1) == {"n": 1}


def test_an_answer_given_after_the_service_is_connected_again_reaches_its_caller(
    far_stage: Stage, rabbit: AmqpTransport, proxy: Proxy
) -> None:
    taken = Box()
    running = far_stage.serve(taken.put)
    call = Stage(rabbit, far_stage.service).start(n=1)
    message = taken.next()
    proxy.cut()
    eventually(lambda: not running.is_consuming)
    eventually(lambda: running.is_consuming)
    echo(message)
    assert json.loads(call.wait())["result"] == {"n": 1}


def test_an_event_in_hand_comes_again_after_a_lost_connection(
    far_stage: Stage, rabbit: AmqpTransport, proxy: Proxy
) -> None:
    taken = Box()
    far_stage.consume_events(far_stage.subscription(), on_event=taken.put)
    Stage(rabbit, far_stage.service).bring(far_stage.event(1))
    first = taken.next()
    proxy.cut()
    again = taken.next()
    assert again.body == first.body
    first.settle(True)
    again.settle(True)


def test_a_stop_without_a_connection_does_not_hang(far_stage: Stage, proxy: Proxy) -> None:
    running = far_stage.serve()
    proxy.close()
    eventually(lambda: not running.is_consuming)
    begun = time.monotonic()
    running.stop()
    assert time.monotonic() - begun < AT_ONCE


def test_no_event_is_lost_on_wires_that_are_cut_again_and_again(
    far_stage: Stage, far: AmqpTransport, proxy: Proxy
) -> None:
    taken: set[int] = set()

    def take(message: EventMessage) -> None:
        taken.add(json.loads(message.body)["number"])
        message.settle(True)

    far_stage.consume_events(far_stage.subscription(), on_event=take)
    for cut in range(4):
        numbers = range(cut * 100, cut * 100 + 100)
        sender = far_stage.bring_beside(*(far_stage.event(n, mandatory=True) for n in numbers))
        eventually(lambda first=numbers[0]: first in taken)
        proxy.cut()
        sender.join(SOON)
    eventually(lambda: taken == set(range(400)))
