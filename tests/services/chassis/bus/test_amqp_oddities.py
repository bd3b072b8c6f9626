"""Over RabbitMQ: no message from outside stops a service, or makes it do what its sender may not."""

import json
from typing import Any

import amqp
import pytest

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.services.chassis.bus.foreign import reply_queue, request
from tests.services.chassis.bus.stage import Box, Stage, echo


def test_a_forged_user_is_refused_by_the_broker(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    rabbit_stage.serve(lambda message: (taken.put(message), echo(message)))
    plain.basic_publish(request(user_id="gateway"), "nameko-rpc", f"{rabbit_stage.service}.echo")
    with pytest.raises(amqp.PreconditionFailed, match="user_id"):
        plain.queue_declare("anything", passive=True)
    rabbit_stage.ask(n=2)
    assert json.loads(taken.next().body)["kwargs"] == {"n": 2}


def test_a_call_that_wants_no_answer_runs_and_stops_nothing(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    running = rabbit_stage.serve(lambda message: (taken.put(message), echo(message)))
    plain.basic_publish(request(), "nameko-rpc", f"{rabbit_stage.service}.echo")
    assert json.loads(taken.next().body)["kwargs"] == {"n": 1}
    assert rabbit_stage.ask(n=2) == {"n": 2}
    running.stop()


def test_an_answer_is_never_sent_to_the_calls_of_another_service(
    rabbit_stage: Stage, plain: amqp.Channel, rabbit: AmqpTransport
) -> None:
    taken = Box()
    rabbit_stage.serve()
    with Stage(rabbit, f"{rabbit_stage.service}_victim") as victim:
        victim.serve(lambda message: (taken.put(message), echo(message)))
        plain.basic_publish(request(reply_to=f"{victim.service}.erase"), "nameko-rpc", f"{rabbit_stage.service}.echo")
        rabbit_stage.ask()
        victim.ask(n=2)
        assert taken.next().operation == "echo"


def test_an_answer_to_a_caller_that_is_gone_is_dropped(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put)
    mine = reply_queue(plain)
    plain.basic_publish(request(reply_to=mine), "nameko-rpc", f"{rabbit_stage.service}.echo")
    message = taken.next()
    plain.queue_delete(mine)
    echo(message)
    call = rabbit_stage.start(n=2)
    echo(taken.next())
    assert json.loads(call.wait())["result"] == {"n": 2}


@pytest.mark.parametrize(
    "odd",
    [
        {"correlation_id": b"\xff\xfe"},
        {"reply_to": b"\xff"},
        {"application_headers": {"when": b"\xff"}},
        {"type": b"\xc3"},
        {"content_type": "application/x-python-serialize"},
        {"content_encoding": "no-such-encoding"},
        {"application_headers": {"nameko.deadline": "tomorrow", "nameko.call_id_stack": 5, "nameko.caller": [1]}},
    ],
    ids=str,
)
def test_odd_properties_do_not_stop_a_service(rabbit_stage: Stage, plain: amqp.Channel, odd: dict[str, Any]) -> None:
    running = rabbit_stage.serve()
    rabbit_stage.ask()
    plain.basic_publish(request(**odd), "nameko-rpc", f"{rabbit_stage.service}.echo")
    plain.basic_publish(amqp.Message(b"", **odd), "nameko-rpc", f"{rabbit_stage.service}.echo")
    assert rabbit_stage.ask(n=2) == {"n": 2}
    assert running.is_consuming


def test_an_odd_routing_key_does_not_stop_a_service(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    rabbit_stage.serve(lambda message: (taken.put(message.operation), echo(message)))
    plain.basic_publish(request(), "", f"rpc-{rabbit_stage.service}")
    plain.basic_publish(request(), "nameko-rpc", rabbit_stage.service.encode() + b".\xff")
    assert rabbit_stage.ask(n=2) == {"n": 2}
    assert (taken.next(), taken.empty()) == ("echo", True)


def test_content_that_is_not_json_is_for_the_subscription_to_judge(rabbit_stage: Stage) -> None:
    taken = Box()
    rabbit_stage.consume_events(
        rabbit_stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message.body))
    )
    good = rabbit_stage.event(2)
    garbage = type(good)("garbage", good.exchange, good.type, b"\xff\x00 nonsense", True)
    rabbit_stage.bring(garbage, good)
    assert [taken.next(), taken.next()] == [garbage.body, good.body]


def test_an_event_whose_properties_cannot_be_read_is_taken_for_what_its_body_says(
    rabbit_stage: Stage, plain: amqp.Channel
) -> None:
    taken = Box()
    rabbit_stage.consume_events(
        rabbit_stage.subscription(), on_event=lambda message: (message.settle(True), taken.put(message.body))
    )
    event = rabbit_stage.event(1)
    plain.basic_publish(amqp.Message(event.body, correlation_id=b"\xff"), event.exchange, event.type)
    assert taken.next() == event.body
