"""Over RabbitMQ: what happens when the connection breaks, stalls or cannot be made."""

import json
import threading
import time

import pytest
from proxy import Proxy

from services.chassis.bus import NoAnswer, NotDelivered
from services.chassis.bus.amqp import connection, publisher
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage, call_headers, echo


def test_calls_under_way_end_at_once_when_the_connection_is_lost(
    rabbit_stage: Stage, caller: Stage, proxy: Proxy
) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put)
    under_way = [caller.start(n=n) for n in range(3)]
    messages = [taken.next() for _ in under_way]
    begun = time.monotonic()
    proxy.cut()
    for call in under_way:
        with pytest.raises(NoAnswer):
            call.wait()
    assert time.monotonic() - begun < AT_ONCE
    for message in messages:
        echo(message)


def test_the_next_call_after_a_lost_connection_is_answered(rabbit_stage: Stage, caller: Stage, proxy: Proxy) -> None:
    rabbit_stage.serve()
    assert caller.ask(n=1) == {"n": 1}
    proxy.cut()

    def again() -> object:
        try:
            return caller.ask(n=2, timeout=1)
        except (NoAnswer, NotDelivered):
            return None

    assert eventually(again) == {"n": 2}


def test_many_threads_share_one_connection(rabbit_stage: Stage, caller: Stage, proxy: Proxy) -> None:
    rabbit_stage.serve()
    threads = [threading.Thread(target=caller.ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert proxy.connections == 1


def test_a_broker_that_is_away_means_not_delivered_and_not_confirmed(caller: Stage, proxy: Proxy) -> None:
    proxy.close()
    begun = time.monotonic()
    with pytest.raises(NotDelivered):
        caller.ask()
    assert caller.transport.publish([caller.event()]) == set()
    assert time.monotonic() - begun < AT_ONCE


def test_threads_do_not_queue_up_to_try_a_broker_that_is_silent(
    caller: Stage, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.5)
    proxy.hold()
    faults = Box()

    def ask() -> None:
        try:
            caller.ask()
        except NotDelivered as error:
            faults.put(error)

    begun = time.monotonic()
    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for _ in threads:
        faults.next()
    assert time.monotonic() - begun < AT_ONCE
    proxy.release()


def test_a_call_into_a_half_open_connection_ends_when_its_time_is_up(
    rabbit_stage: Stage, caller: Stage, proxy: Proxy
) -> None:
    rabbit_stage.serve()
    caller.ask()
    proxy.hold()
    begun = time.monotonic()
    with pytest.raises(NoAnswer):
        caller.ask(timeout=0.3)
    assert time.monotonic() - begun < AT_ONCE
    proxy.cut()
    proxy.release()


def test_a_writer_is_not_held_up_for_long_by_a_connection_that_takes_nothing(
    rabbit_stage: Stage, caller: Stage, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    rabbit_stage.serve()
    caller.ask()
    proxy.hold()
    begun = time.monotonic()
    with pytest.raises(NotDelivered):
        caller.ask(text="x" * 30_000_000)
    assert time.monotonic() - begun < AT_ONCE
    proxy.cut()
    proxy.release()


def test_a_publisher_is_not_held_up_for_long_and_goes_on_afterwards(
    rabbit_stage: Stage, caller: Stage, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "PATIENCE", 1.5)
    assert caller.transport.publish([first := caller.event(1)]) == {first.id}
    proxy.hold()
    begun = time.monotonic()
    assert caller.transport.publish([caller.event(2)]) == set()
    assert time.monotonic() - begun < AT_ONCE
    proxy.cut()
    proxy.release()
    caller.bring(caller.event(3))


def test_what_was_confirmed_before_a_lost_connection_stays_confirmed(caller: Stage, proxy: Proxy) -> None:
    batches = []

    def publish() -> None:
        batch = [caller.event(n) for n in range(2000)]
        batches.append((batch, caller.transport.publish(batch)))

    thread = threading.Thread(target=publish)
    thread.start()
    eventually(lambda: proxy.connections)
    proxy.cut()
    thread.join(SOON)
    (batch, confirmed), *_ = batches
    assert confirmed <= {event.id for event in batch}
    caller.bring(*(event for event in batch if event.id not in confirmed))


def test_a_silent_broker_is_noticed_and_an_idle_connection_is_kept(
    rabbit_stage: Stage, caller: Stage, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT", 1)
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    rabbit_stage.serve()
    under_way = caller.start("echo", n=1)
    under_way.wait()
    quiet = threading.Event()
    assert not quiet.wait(2.5)
    assert caller.ask(n=2) == {"n": 2}
    assert proxy.connections == 1
    proxy.hold()
    begun = time.monotonic()
    with pytest.raises(NoAnswer):
        caller.ask(timeout=SOON)
    assert time.monotonic() - begun < AT_ONCE
    proxy.cut()
    proxy.release()


def test_closing_ends_the_calls_that_still_wait(rabbit_stage: Stage, caller: Stage, far: AmqpTransport) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put)
    call = caller.start()
    message = taken.next()
    far.close()
    with pytest.raises(NoAnswer):
        call.wait()
    echo(message)


def test_a_closed_transport_connects_again_when_it_is_used(rabbit_stage: Stage, rabbit: AmqpTransport) -> None:
    rabbit_stage.serve()
    rabbit_stage.ask()
    rabbit.close()
    waiting = rabbit.send(rabbit_stage.service, "echo", b'{"kwargs": {}}', call_headers(), SOON)
    assert json.loads(waiting.wait())["result"] == {}


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "redis://127.0.0.1", "127.0.0.1:5672"])
def test_a_url_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="AMQP URL"):
        AmqpTransport(url)
