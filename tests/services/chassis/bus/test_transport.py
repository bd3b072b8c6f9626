"""Calls on both transports: in-process and RabbitMQ."""

import json
import threading
import time

import pytest

from services.chassis.bus import CallMessage, NoAnswer, NotDelivered, OutgoingEvent, transaction_guard
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint, call_headers, echo, result


def test_a_call_is_answered(endpoint: Endpoint) -> None:
    endpoint.serve()
    assert endpoint.call(machine="A1") == {"machine": "A1"}


def test_a_call_carries_its_operation_and_headers(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    sent = call_headers()
    call = endpoint.transport.send(endpoint.service, "list_machines", b"{}", sent, TIMEOUT)
    message = received.next()
    message.answer(result("ok"))
    call.wait()
    assert (message.service, message.operation, message.headers) == (endpoint.service, "list_machines", sent)


def test_an_error_is_returned_like_a_result(endpoint: Endpoint) -> None:
    error = json.dumps({"result": None, "error": {"exc_type": "MachineNotFound"}}).encode()
    endpoint.serve(lambda message: message.answer(error))
    assert endpoint.start().wait() == error


def test_parallel_callers_get_their_own_replies(endpoint: Endpoint) -> None:
    endpoint.serve()
    wrong = []

    def call(thread: int) -> None:
        wrong.extend(n for n in range(25) if endpoint.call(thread=thread, n=n) != {"thread": thread, "n": n})

    threads = [threading.Thread(target=call, args=(thread,)) for thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_replies_may_arrive_in_another_order_than_the_calls(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    first, second = endpoint.start(n=1), endpoint.start(n=2)
    one, two = received.next(), received.next()
    echo(two)
    assert json.loads(second.wait())["result"] == {"n": 2}
    echo(one)
    assert json.loads(first.wait())["result"] == {"n": 1}


def test_another_thread_may_reply(endpoint: Endpoint) -> None:
    endpoint.serve(lambda message: threading.Thread(target=echo, args=(message,)).start())
    assert endpoint.call(n=1) == {"n": 1}


def test_a_body_of_100_kb_arrives_complete_both_ways(endpoint: Endpoint) -> None:
    endpoint.serve()
    text = "é" * 100_000
    assert endpoint.call(text=text) == {"text": text}


def test_the_bus_verifies_the_sender(endpoint: Endpoint) -> None:
    endpoint.serve(lambda message: message.answer(result(message.sender)))
    assert endpoint.call() == "guest"


def test_a_call_to_an_unserved_service_fails_at_once(endpoint: Endpoint) -> None:
    endpoint.serve()
    endpoint.call()
    started = time.monotonic()
    with pytest.raises(NotDelivered):
        endpoint.transport.send(f"{endpoint.service}_gone", "echo", b"{}", call_headers(), TIMEOUT).wait()
    assert time.monotonic() - started < IMMEDIATE


def test_a_call_to_a_stopped_service_is_not_delivered(endpoint: Endpoint) -> None:
    endpoint.serve().stop()
    with pytest.raises(NotDelivered):
        endpoint.call()


def test_an_undelivered_call_is_not_executed_after_a_restart(endpoint: Endpoint) -> None:
    endpoint.serve().stop()
    with pytest.raises(NotDelivered):
        endpoint.call(n=1)
    received = Collector()
    endpoint.serve(lambda message: (received.put(message), echo(message)))
    endpoint.call(n=2)
    assert json.loads(received.next().body)["kwargs"] == {"n": 2}
    assert received.empty()


def test_a_call_past_its_deadline_is_not_executed(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(lambda message: (received.put(message), echo(message)))
    late = endpoint.transport.send(endpoint.service, "echo", b'{"kwargs": {}}', call_headers(-1), 0.1)
    with pytest.raises(NoAnswer):
        late.wait()
    endpoint.call(n=2)
    assert json.loads(received.next().body)["kwargs"] == {"n": 2}
    assert received.empty()


def test_an_unanswered_call_ends_at_its_timeout(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        endpoint.call(timeout=0.3)
    assert 0.3 <= time.monotonic() - started < IMMEDIATE
    echo(received.next())


def test_a_late_reply_is_dropped(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.serve(received.put)
    with pytest.raises(NoAnswer):
        endpoint.call(timeout=0.3, n=1)
    echo(received.next())
    call = endpoint.start(n=2)
    echo(received.next())
    assert json.loads(call.wait())["result"] == {"n": 2}
    consumer.stop()


def test_abandoned_calls_do_not_affect_others(endpoint: Endpoint) -> None:
    endpoint.serve()
    for n in range(10):
        endpoint.start(n=n)
    assert endpoint.call(n=11) == {"n": 11}


def test_an_undecodable_call_does_not_stop_the_service(endpoint: Endpoint) -> None:
    def answer(message: CallMessage) -> None:
        try:
            echo(message)
        except ValueError:
            message.answer(result("what?"))

    endpoint.serve(answer)
    endpoint.transport.send(endpoint.service, "echo", b"\xff\x00 nonsense", call_headers(), TIMEOUT).wait()
    assert endpoint.call(n=1) == {"n": 1}


def test_a_failing_handler_stops_neither_service_nor_caller(endpoint: Endpoint) -> None:
    def fail(message: CallMessage) -> None:
        if message.operation == "fail":
            raise LookupError("no worker")
        echo(message)

    endpoint.serve(fail)
    with pytest.raises(NoAnswer):
        endpoint.call("fail", timeout=0.3)
    assert endpoint.call(n=1) == {"n": 1}


def test_a_stop_waits_for_unanswered_calls(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.serve(received.put)
    calls = [endpoint.start(n=n) for n in range(3)]
    unanswered = [received.next() for _ in calls]
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()
    for message in unanswered:
        stopping.join(0.05)
        assert stopping.is_alive()
        echo(message)
    stopping.join(TIMEOUT)
    assert not stopping.is_alive()
    assert [json.loads(call.wait())["result"] for call in calls] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_stopping_service_accepts_no_more_calls(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.serve(received.put)
    endpoint.start(n=1)
    unanswered = received.next()
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()

    def refused() -> bool:
        try:
            endpoint.call(timeout=0.3, n=2)
        except (NotDelivered, NoAnswer) as error:
            return isinstance(error, NotDelivered)
        return False

    eventually(refused)
    echo(unanswered)
    while not received.empty():
        echo(received.next())
    stopping.join(TIMEOUT)
    assert not stopping.is_alive()


def test_a_service_can_be_served_again_after_a_stop(endpoint: Endpoint) -> None:
    endpoint.serve().stop()
    endpoint.serve()
    assert endpoint.call(n=1) == {"n": 1}


def test_nothing_is_sent_inside_a_write_transaction(endpoint: Endpoint) -> None:
    event = OutgoingEvent("1", f"{endpoint.source}.events", "thing_happened", b"{}", mandatory=False)
    with transaction_guard.write_transaction("place_order"):
        with pytest.raises(transaction_guard.WithinTransaction):
            endpoint.start()
        with pytest.raises(transaction_guard.WithinTransaction):
            endpoint.transport.publish([event])
