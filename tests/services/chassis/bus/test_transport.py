"""What every bus promises about calls. Each test runs in the process alone and over RabbitMQ."""

import json
import threading
import time

import pytest

from services.chassis.bus import CallMessage, NoAnswer, NotDelivered, OutgoingEvent, transaction_guard
from tests.eventually import eventually
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage, call_headers, echo, result


def test_a_call_is_answered(stage: Stage) -> None:
    stage.serve()
    assert stage.ask(machine="A1") == {"machine": "A1"}


def test_a_call_carries_its_operation_and_headers(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    sent = call_headers()
    waiting = stage.transport.send(stage.service, "list_machines", b"{}", sent, SOON)
    message = taken.next()
    message.answer(result("ok"))
    waiting.wait()
    assert (message.service, message.operation, message.headers) == (stage.service, "list_machines", sent)


def test_an_error_is_an_answer(stage: Stage) -> None:
    error = json.dumps({"result": None, "error": {"exc_type": "MachineNotFound"}}).encode()
    stage.serve(lambda message: message.answer(error))
    assert stage.start().wait() == error


def test_calls_of_many_threads_each_get_their_own_answer(stage: Stage) -> None:
    stage.serve()
    wrong = []

    def ask(thread: int) -> None:
        wrong.extend(n for n in range(25) if stage.ask(thread=thread, n=n) != {"thread": thread, "n": n})

    threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_answers_may_come_in_another_order_than_the_calls(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    first, second = stage.start(n=1), stage.start(n=2)
    one, two = taken.next(), taken.next()
    echo(two)
    assert json.loads(second.wait())["result"] == {"n": 2}
    echo(one)
    assert json.loads(first.wait())["result"] == {"n": 1}


def test_an_answer_may_be_given_by_another_thread(stage: Stage) -> None:
    stage.serve(lambda message: threading.Thread(target=echo, args=(message,)).start())
    assert stage.ask(n=1) == {"n": 1}


def test_a_body_of_100_kb_arrives_whole_there_and_back(stage: Stage) -> None:
    stage.serve()
    text = "é" * 100_000
    assert stage.ask(text=text) == {"text": text}


def test_the_sender_is_vouched_for_by_the_bus(stage: Stage) -> None:
    stage.serve(lambda message: message.answer(result(message.sender)))
    assert stage.ask() == "guest"


def test_a_call_of_a_service_that_nobody_serves_is_not_delivered_at_once(stage: Stage) -> None:
    stage.serve()
    stage.ask()
    begun = time.monotonic()
    with pytest.raises(NotDelivered):
        stage.transport.send(f"{stage.service}_gone", "echo", b"{}", call_headers(), SOON).wait()
    assert time.monotonic() - begun < AT_ONCE


def test_a_call_of_a_stopped_service_is_not_delivered(stage: Stage) -> None:
    stage.serve().stop()
    with pytest.raises(NotDelivered):
        stage.ask()


def test_what_was_not_delivered_does_not_run_when_the_service_is_back(stage: Stage) -> None:
    stage.serve().stop()
    with pytest.raises(NotDelivered):
        stage.ask(n=1)
    taken = Box()
    stage.serve(lambda message: (taken.put(message), echo(message)))
    stage.ask(n=2)
    assert json.loads(taken.next().body)["kwargs"] == {"n": 2}
    assert taken.empty()


def test_a_call_whose_deadline_has_passed_does_not_run(stage: Stage) -> None:
    taken = Box()
    stage.serve(lambda message: (taken.put(message), echo(message)))
    late = stage.transport.send(stage.service, "echo", b'{"kwargs": {}}', call_headers(-1), 0.1)
    with pytest.raises(NoAnswer):
        late.wait()
    stage.ask(n=2)
    assert json.loads(taken.next().body)["kwargs"] == {"n": 2}
    assert taken.empty()


def test_a_call_that_nobody_answers_ends_when_its_time_is_up(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    begun = time.monotonic()
    with pytest.raises(NoAnswer):
        stage.ask(timeout=0.3)
    assert 0.3 <= time.monotonic() - begun < AT_ONCE
    echo(taken.next())


def test_an_answer_that_comes_too_late_goes_to_nobody(stage: Stage) -> None:
    taken = Box()
    running = stage.serve(taken.put)
    with pytest.raises(NoAnswer):
        stage.ask(timeout=0.3, n=1)
    echo(taken.next())
    waiting = stage.start(n=2)
    echo(taken.next())
    assert json.loads(waiting.wait())["result"] == {"n": 2}
    running.stop()


def test_a_caller_that_does_not_wait_harms_nobody(stage: Stage) -> None:
    stage.serve()
    for n in range(10):
        stage.start(n=n)
    assert stage.ask(n=11) == {"n": 11}


def test_a_call_that_cannot_be_decoded_does_not_stop_the_service(stage: Stage) -> None:
    def answer(message: CallMessage) -> None:
        try:
            echo(message)
        except ValueError:
            message.answer(result("what?"))

    stage.serve(answer)
    stage.transport.send(stage.service, "echo", b"\xff\x00 nonsense", call_headers(), SOON).wait()
    assert stage.ask(n=1) == {"n": 1}


def test_a_handler_that_fails_stops_neither_service_nor_caller(stage: Stage) -> None:
    def fail(message: CallMessage) -> None:
        if message.operation == "fail":
            raise LookupError("no worker")
        echo(message)

    stage.serve(fail)
    with pytest.raises(NoAnswer):
        stage.ask("fail", timeout=0.3)
    assert stage.ask(n=1) == {"n": 1}


def test_a_stop_waits_until_calls_in_hand_are_answered(stage: Stage) -> None:
    taken = Box()
    running = stage.serve(taken.put)
    waiting = [stage.start(n=n) for n in range(3)]
    in_hand = [taken.next() for _ in waiting]
    stopping = threading.Thread(target=running.stop)
    stopping.start()
    for message in in_hand:
        stopping.join(0.05)
        assert stopping.is_alive()
        echo(message)
    stopping.join(SOON)
    assert not stopping.is_alive()
    assert [json.loads(one.wait())["result"] for one in waiting] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_service_that_is_stopping_takes_no_more_calls(stage: Stage) -> None:
    taken = Box()
    running = stage.serve(taken.put)
    stage.start(n=1)
    in_hand = taken.next()
    stopping = threading.Thread(target=running.stop)
    stopping.start()

    def refused() -> bool:
        try:
            stage.ask(timeout=0.3, n=2)
        except (NotDelivered, NoAnswer) as error:
            return isinstance(error, NotDelivered)
        return False

    eventually(refused)
    echo(in_hand)
    while not taken.empty():
        echo(taken.next())
    stopping.join(SOON)
    assert not stopping.is_alive()


def test_a_service_can_be_served_again_after_a_stop(stage: Stage) -> None:
    stage.serve().stop()
    stage.serve()
    assert stage.ask(n=1) == {"n": 1}


def test_nothing_leaves_from_inside_a_write_transaction(stage: Stage) -> None:
    event = OutgoingEvent("1", f"{stage.source}.events", "thing_happened", b"{}", mandatory=False)
    with transaction_guard.write_transaction("place_order"):
        with pytest.raises(transaction_guard.WithinTransaction):
            stage.start()
        with pytest.raises(transaction_guard.WithinTransaction):
            stage.transport.publish([event])
