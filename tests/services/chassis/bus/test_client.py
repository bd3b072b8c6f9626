"""What a caller of an operation is told when things go wrong. Runs in the process alone and over RabbitMQ."""

import json
import threading
import time

import pytest

from services.chassis.bus import CallMessage, Client, headers
from services.chassis.contract import Caller, Command, Invalid, Kind, OutcomeUnknown, Query, ServiceUnavailable
from services.chassis.runtime import wireformat
from tests.eventually import eventually
from tests.services.chassis.bus.stage import AT_ONCE, SOON, Box, Stage, result


class FindThing(Query):
    service = "things"
    allowed = {Kind.VISITOR: None}


class MakeThing(Command):
    service = "things"
    allowed = {Kind.VISITOR: None}


VISITOR = Caller.visitor()
BRIEF = 1.0
"""Seconds that a caller waits for an answer that does not come; enough for a busy machine to deliver the call."""


def client(stage: Stage, timeout: float = SOON, patience: float = 0.3) -> Client:
    return Client(stage.transport, timeout=timeout, patience=patience)


def key_of(message: CallMessage) -> str:
    return headers.text(message.headers, headers.KEY)


def test_a_call_gives_the_result(stage: Stage) -> None:
    stage.serve(lambda message: message.answer(result(json.loads(message.body))))
    answer = client(stage).call(FindThing, VISITOR, service=stage.service, number=3)
    assert answer == {"args": [], "kwargs": {"number": 3}}


def test_a_call_names_its_operation_caller_and_key(stage: Stage) -> None:
    taken = Box()
    stage.serve(lambda message: (taken.put(message), message.answer(result({}))))
    operator = Caller.operator("manage_users")
    client(stage).call(MakeThing, operator, service=stage.service, key="draft-7")
    message = taken.next()
    assert (message.operation, headers.caller(message.headers), key_of(message)) == (
        "make_thing", operator, "draft-7"
    )  # fmt: skip


def test_a_refusal_is_raised(stage: Stage) -> None:
    fields = [{"path": ["number"], "code": "required", "params": {}}]
    stage.serve(lambda message: message.answer(wireformat.error(Invalid(fields=fields))))
    with pytest.raises(Invalid) as refusal:
        client(stage).call(FindThing, VISITOR, service=stage.service)
    assert refusal.value.params == {"fields": fields}


def test_calls_under_way_run_side_by_side(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    calls = [client(stage).start(FindThing, VISITOR, service=stage.service) for _ in range(3)]
    for message in [taken.next() for _ in calls]:
        message.answer(result({"done": True}))
    assert [call.answer() for call in calls] == [{"done": True}] * 3


def test_a_service_that_is_away_is_unavailable_when_patience_ends(stage: Stage) -> None:
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        client(stage, patience=2.5).call(MakeThing, VISITOR, service=stage.service)  # the default is 2
    assert 2.5 <= time.monotonic() - begun < AT_ONCE


def test_a_call_during_a_restart_succeeds(stage: Stage) -> None:
    stage.serve().stop()
    answers = Box()
    caller = threading.Thread(
        target=lambda: answers.put(client(stage, patience=SOON).call(MakeThing, VISITOR, service=stage.service))
    )
    caller.start()
    caller.join(0.2)
    assert caller.is_alive()
    stage.serve(lambda message: message.answer(result({"made": True})))
    assert answers.next() == {"made": True}


def test_a_command_without_answer_is_repeated_once_with_the_same_key_and_then_unknown(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    with pytest.raises(OutcomeUnknown) as refusal:
        client(stage, timeout=BRIEF).call(MakeThing, VISITOR, service=stage.service)
    first, second = taken.next(), taken.next()
    first.answer(b"{}")
    second.answer(b"{}")
    assert key_of(first) == key_of(second) == refusal.value.params["key"] != ""
    assert taken.empty()


def test_the_repeat_of_a_command_can_bring_the_answer(stage: Stage) -> None:
    taken = Box()

    def answer_the_second(message: CallMessage) -> None:
        taken.put(message)
        if taken.qsize() == 2:
            message.answer(result({"made": True}))

    stage.serve(answer_the_second)
    assert client(stage, timeout=BRIEF).call(MakeThing, VISITOR, service=stage.service) == {"made": True}
    taken.next().answer(b"{}")


def test_queries_without_answer_are_given_up_together_and_not_repeated(stage: Stage) -> None:
    taken = Box()
    stage.serve(taken.put)
    under_way = [client(stage, timeout=BRIEF).start(FindThing, VISITOR, service=stage.service) for _ in range(3)]
    for one in under_way:
        with pytest.raises(ServiceUnavailable):
            one.answer()
    for _ in under_way:
        taken.next().answer(b"{}")
    assert taken.empty()


def test_a_command_that_may_have_run_is_unknown_even_if_its_repeat_is_not_delivered(stage: Stage) -> None:
    taken = Box()
    running = stage.serve(taken.put)
    under_way = client(stage, timeout=BRIEF, patience=0.2).start(MakeThing, VISITOR, service=stage.service)
    message = taken.next()
    stopping = threading.Thread(target=running.stop)
    stopping.start()
    with pytest.raises(OutcomeUnknown):
        under_way.answer()
    message.answer(b"{}")
    stopping.join(SOON)


def test_a_command_whose_repeat_meets_a_restart_still_gets_its_answer(stage: Stage) -> None:
    taken, answers = Box(), Box()
    running = stage.serve(taken.put)
    under_way = client(stage, timeout=BRIEF, patience=SOON).start(MakeThing, VISITOR, service=stage.service)
    message = taken.next()
    stopping = threading.Thread(target=running.stop)
    stopping.start()
    caller = threading.Thread(target=lambda: answers.put(under_way.answer()))
    caller.start()
    caller.join(1.6 * BRIEF)
    message.answer(b"{}")
    stopping.join(SOON)
    stage.serve(lambda again: again.answer(result({"key": key_of(again)})))
    assert answers.next() == {"key": key_of(message)}
    eventually(lambda: not caller.is_alive())
