"""RabbitMQ: a connection that breaks, stalls or cannot be made."""

import json
import threading
import time

import pytest
from proxy import Proxy

from services.chassis.bus import NoAnswer, NotDelivered
from services.chassis.bus.amqp import connection, publisher
from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint, call_headers, echo


def test_pending_calls_end_at_once_when_the_connection_is_lost(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy
) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put)
    calls = [caller.start(n=n) for n in range(3)]
    messages = [received.next() for _ in calls]
    started = time.monotonic()
    proxy.cut()
    for call in calls:
        with pytest.raises(NoAnswer):
            call.wait()
    assert time.monotonic() - started < IMMEDIATE
    for message in messages:
        echo(message)


def test_the_next_call_after_a_lost_connection_is_answered(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy
) -> None:
    amqp_endpoint.serve()
    assert caller.call(n=1) == {"n": 1}
    proxy.cut()

    def call_again() -> object:
        try:
            return caller.call(n=2, timeout=1)
        except (NoAnswer, NotDelivered):
            return None

    assert eventually(call_again) == {"n": 2}


def test_threads_share_one_connection(amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy) -> None:
    amqp_endpoint.serve()
    threads = [threading.Thread(target=caller.call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert proxy.connections == 1


def test_calls_and_events_fail_at_once_while_the_broker_is_down(caller: Endpoint, proxy: Proxy) -> None:
    proxy.close()
    started = time.monotonic()
    with pytest.raises(NotDelivered):
        caller.call()
    assert caller.transport.publish([caller.event()]) == set()
    assert time.monotonic() - started < IMMEDIATE


def test_threads_try_a_silent_broker_in_parallel(
    caller: Endpoint, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.5)
    proxy.hold()
    errors = Collector()

    def call() -> None:
        try:
            caller.call()
        except NotDelivered as error:
            errors.put(error)

    started = time.monotonic()
    threads = [threading.Thread(target=call) for _ in range(24)]
    for thread in threads:
        thread.start()
    for _ in threads:
        errors.next()
    assert time.monotonic() - started < IMMEDIATE
    proxy.release()


def test_a_call_on_a_half_open_connection_ends_at_its_deadline(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy
) -> None:
    amqp_endpoint.serve()
    caller.call()
    proxy.hold()
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        caller.call(timeout=0.3)
    assert time.monotonic() - started < IMMEDIATE
    proxy.cut()
    proxy.release()


def test_a_writer_gives_up_when_the_broker_stops_reading(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    amqp_endpoint.serve()
    caller.call()
    proxy.hold()
    started = time.monotonic()
    with pytest.raises(NotDelivered):
        caller.call(text="x" * 30_000_000)
    assert time.monotonic() - started < IMMEDIATE
    proxy.cut()
    proxy.release()


def test_a_publisher_gives_up_when_the_broker_stops_reading_and_recovers(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "PATIENCE", 1.5)
    assert caller.transport.publish([first := caller.event(1)]) == {first.id}
    proxy.hold()
    started = time.monotonic()
    assert caller.transport.publish([caller.event(2)]) == set()
    assert time.monotonic() - started < IMMEDIATE
    proxy.cut()
    proxy.release()
    caller.publish_all(caller.event(3))


def test_events_confirmed_before_a_lost_connection_stay_confirmed(caller: Endpoint, proxy: Proxy) -> None:
    batches = []

    def publish() -> None:
        batch = [caller.event(n) for n in range(2000)]
        batches.append((batch, caller.transport.publish(batch)))

    thread = threading.Thread(target=publish)
    thread.start()
    eventually(lambda: proxy.connections)
    proxy.cut()
    thread.join(TIMEOUT)
    (batch, confirmed), *_ = batches
    assert confirmed <= {event.id for event in batch}
    caller.publish_all(*(event for event in batch if event.id not in confirmed))


def test_a_silent_broker_is_detected_and_an_idle_connection_is_kept(
    amqp_endpoint: Endpoint, caller: Endpoint, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT", 1)
    monkeypatch.setattr(connection, "PATIENCE", 1.5)
    amqp_endpoint.serve()
    first_call = caller.start("echo", n=1)
    first_call.wait()
    never_set = threading.Event()
    assert not never_set.wait(2.5)
    assert caller.call(n=2) == {"n": 2}
    assert proxy.connections == 1
    proxy.hold()
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        caller.call(timeout=TIMEOUT)
    assert time.monotonic() - started < IMMEDIATE
    proxy.cut()
    proxy.release()


def test_closing_ends_pending_calls(
    amqp_endpoint: Endpoint, caller: Endpoint, proxied_transport: AmqpTransport
) -> None:
    received = Collector()
    amqp_endpoint.serve(received.put)
    call = caller.start()
    message = received.next()
    proxied_transport.close()
    with pytest.raises(NoAnswer):
        call.wait()
    echo(message)


def test_a_closed_transport_reconnects_on_use(amqp_endpoint: Endpoint, amqp_transport: AmqpTransport) -> None:
    amqp_endpoint.serve()
    amqp_endpoint.call()
    amqp_transport.close()
    call = amqp_transport.send(amqp_endpoint.service, "echo", b'{"kwargs": {}}', call_headers(), TIMEOUT)
    assert json.loads(call.wait())["result"] == {}


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "redis://127.0.0.1", "127.0.0.1:5672"])
def test_a_url_of_another_protocol_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="AMQP URL"):
        AmqpTransport(url)
