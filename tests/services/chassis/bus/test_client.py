"""Results and errors of the client's calls, in-process and over RabbitMQ."""

import json
import threading
import time

import pytest

from services.chassis.bus import CallMessage, Client, headers
from services.chassis.contract import Caller, Command, Invalid, Kind, OutcomeUnknown, Query, ServiceUnavailable
from services.chassis.runtime import wireformat
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import IMMEDIATE, TIMEOUT, Collector, Endpoint, result


class FindThing(Query):
    service = "things"
    allowed = {Kind.VISITOR: None}


class MakeThing(Command):
    service = "things"
    allowed = {Kind.VISITOR: None}


VISITOR = Caller.visitor()
SHORT_TIMEOUT = 1.0
"""Seconds that a caller waits for a missing answer; enough for a busy machine to deliver the call."""


def client(endpoint: Endpoint, timeout: float = TIMEOUT, patience: float = 0.3) -> Client:
    return Client(endpoint.transport, timeout=timeout, patience=patience)


def key_of(message: CallMessage) -> str:
    return headers.text(message.headers, headers.KEY)


def test_a_call_returns_the_result(endpoint: Endpoint) -> None:
    endpoint.serve(lambda message: message.answer(result(json.loads(message.body))))
    response = client(endpoint).call(FindThing, VISITOR, service=endpoint.service, number=3)
    assert response == {"args": [], "kwargs": {"number": 3}}


def test_a_call_carries_its_operation_caller_and_key(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(lambda message: (received.put(message), message.answer(result({}))))
    operator = Caller.operator("manage_users")
    client(endpoint).call(MakeThing, operator, service=endpoint.service, key="draft-7")
    message = received.next()
    assert (message.operation, headers.caller(message.headers), key_of(message)) == (
        "make_thing", operator, "draft-7"
    )  # fmt: skip


def test_an_error_of_the_contract_is_raised(endpoint: Endpoint) -> None:
    fields = [{"path": ["number"], "code": "required", "params": {}}]
    endpoint.serve(lambda message: message.answer(wireformat.error(Invalid(fields=fields))))
    with pytest.raises(Invalid) as refusal:
        client(endpoint).call(FindThing, VISITOR, service=endpoint.service)
    assert refusal.value.params == {"fields": fields}


def test_started_calls_run_in_parallel(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    calls = [client(endpoint).start(FindThing, VISITOR, service=endpoint.service) for _ in range(3)]
    for message in [received.next() for _ in calls]:
        message.answer(result({"done": True}))
    assert [call.answer() for call in calls] == [{"done": True}] * 3


def test_a_stopped_service_is_unavailable_once_patience_ends(endpoint: Endpoint) -> None:
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        client(endpoint, patience=2.5).call(MakeThing, VISITOR, service=endpoint.service)  # the default is 2
    assert 2.5 <= time.monotonic() - started < IMMEDIATE


def test_a_call_during_a_restart_succeeds(endpoint: Endpoint) -> None:
    endpoint.serve().stop()
    answers = Collector()
    caller = threading.Thread(
        target=lambda: answers.put(
            client(endpoint, patience=TIMEOUT).call(MakeThing, VISITOR, service=endpoint.service)
        )
    )
    caller.start()
    caller.join(0.2)
    assert caller.is_alive()
    endpoint.serve(lambda message: message.answer(result({"made": True})))
    assert answers.next() == {"made": True}


def test_an_unanswered_command_is_repeated_once_with_its_key_then_unknown(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    with pytest.raises(OutcomeUnknown) as refusal:
        client(endpoint, timeout=SHORT_TIMEOUT).call(MakeThing, VISITOR, service=endpoint.service)
    first, second = received.next(), received.next()
    first.answer(b"{}")
    second.answer(b"{}")
    assert key_of(first) == key_of(second) == refusal.value.params["key"] != ""
    assert received.empty()


def test_a_repeated_command_can_return_the_result(endpoint: Endpoint) -> None:
    received = Collector()

    def answer_the_second(message: CallMessage) -> None:
        received.put(message)
        if received.qsize() == 2:
            message.answer(result({"made": True}))

    endpoint.serve(answer_the_second)
    assert client(endpoint, timeout=SHORT_TIMEOUT).call(MakeThing, VISITOR, service=endpoint.service) == {"made": True}
    received.next().answer(b"{}")


def test_unanswered_queries_time_out_together_and_are_not_repeated(endpoint: Endpoint) -> None:
    received = Collector()
    endpoint.serve(received.put)
    calls = [
        client(endpoint, timeout=SHORT_TIMEOUT).start(FindThing, VISITOR, service=endpoint.service) for _ in range(3)
    ]
    for call in calls:
        with pytest.raises(ServiceUnavailable):
            call.answer()
    for _ in calls:
        received.next().answer(b"{}")
    assert received.empty()


def test_the_outcome_is_unknown_when_only_the_repeat_is_undeliverable(endpoint: Endpoint) -> None:
    received = Collector()
    consumer = endpoint.serve(received.put)
    call = client(endpoint, timeout=SHORT_TIMEOUT, patience=0.2).start(MakeThing, VISITOR, service=endpoint.service)
    message = received.next()
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()
    with pytest.raises(OutcomeUnknown):
        call.answer()
    message.answer(b"{}")
    stopping.join(TIMEOUT)


def test_a_command_repeated_during_a_restart_still_returns_its_result(endpoint: Endpoint) -> None:
    received, answers = Collector(), Collector()
    consumer = endpoint.serve(received.put)
    call = client(endpoint, timeout=SHORT_TIMEOUT, patience=TIMEOUT).start(MakeThing, VISITOR, service=endpoint.service)
    message = received.next()
    stopping = threading.Thread(target=consumer.stop)
    stopping.start()
    caller = threading.Thread(target=lambda: answers.put(call.answer()))
    caller.start()
    caller.join(1.6 * SHORT_TIMEOUT)
    message.answer(b"{}")
    stopping.join(TIMEOUT)
    endpoint.serve(lambda again: again.answer(result({"key": key_of(again)})))
    assert answers.next() == {"key": key_of(message)}
    eventually(lambda: not caller.is_alive())
