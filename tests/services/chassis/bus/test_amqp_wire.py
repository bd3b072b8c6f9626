"""Over RabbitMQ: what stands on the wire, so that any AMQP client can take part."""

import json

import amqp
import pytest
import structlog

from services.chassis.bus.rabbitmq import AmqpTransport
from tests.eventually import eventually
from tests.services.chassis.bus.foreign import next_message, reply_queue, request
from tests.services.chassis.bus.stage import SOON, Box, Stage, echo, result


def test_the_queue_of_calls_is_transient_and_goes_with_its_last_consumer(
    rabbit_stage: Stage, plain: amqp.Channel
) -> None:
    running = rabbit_stage.serve()
    queue = f"rpc-{rabbit_stage.service}"
    assert plain.queue_declare(queue, durable=False, auto_delete=True, exclusive=False).consumer_count == 1
    running.stop()
    with pytest.raises(amqp.NotFound):
        plain.queue_declare(queue, passive=True)


def test_the_queue_of_a_subscription_is_a_quorum_queue_without_other_arguments(
    rabbit_stage: Stage, plain: amqp.Channel
) -> None:
    subscription = rabbit_stage.subscription()
    rabbit_stage.transport.declare([subscription])
    assert subscription.queue == (
        f"evt-{rabbit_stage.source}-thing_happened--{rabbit_stage.service}_listener.on_thing_happened"
    )
    plain.queue_declare(
        subscription.queue, durable=True, auto_delete=False, exclusive=False, arguments={"x-queue-type": "quorum"}
    )
    plain.queue_delete(subscription.queue)


def test_an_event_is_persistent_json_with_its_id_type_and_user(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    subscription, event = rabbit_stage.subscription(), rabbit_stage.event(1)
    rabbit_stage.transport.declare([subscription])
    assert rabbit_stage.transport.publish([event]) == {event.id}
    message = next_message(plain, subscription.queue)
    sent = ("message_id", "type", "content_type", "content_encoding", "delivery_mode", "user_id")
    assert [message.properties[name] for name in sent] == [
        event.id, "thing_happened", "application/json", "utf-8", 2, "guest"
    ]  # fmt: skip


def test_a_call_carries_its_time_to_live_and_user(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    queue = f"rpc-{rabbit_stage.service}"
    plain.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
    plain.queue_declare(queue, exclusive=True)
    plain.queue_bind(queue, "nameko-rpc", f"{rabbit_stage.service}.*")
    waiting = rabbit_stage.start(timeout=5)
    message = next_message(plain, queue)
    assert (message.properties["expiration"], message.properties["user_id"]) == ("5000", "guest")
    body = result("by hand")
    plain.basic_publish(
        amqp.Message(body, correlation_id=message.properties["correlation_id"]),
        "nameko-rpc",
        message.properties["reply_to"],
    )
    assert waiting.wait() == body


def test_any_amqp_client_can_call_and_get_an_answer(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    rabbit_stage.serve()
    mine = reply_queue(plain)
    plain.basic_publish(
        request(reply_to=mine, correlation_id="7"), "nameko-rpc", f"{rabbit_stage.service}.echo", mandatory=True
    )
    answer = next_message(plain, mine)
    assert json.loads(answer.body) == {"result": {"n": 1}, "error": None}
    assert (answer.properties["correlation_id"], answer.properties["content_type"]) == ("7", "application/json")


def test_the_broker_s_own_reply_address_works_too(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    rabbit_stage.serve()
    answers: list[amqp.Message] = []
    plain.basic_consume("amq.rabbitmq.reply-to", no_ack=True, callback=answers.append)
    plain.basic_publish(request(reply_to="amq.rabbitmq.reply-to"), "nameko-rpc", f"{rabbit_stage.service}.echo")
    while not answers:
        plain.connection.drain_events(timeout=SOON)
    assert json.loads(answers[0].body)["result"] == {"n": 1}


def test_a_client_that_names_no_user_is_not_vouched_for(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    rabbit_stage.serve(taken.put)
    plain.basic_publish(request(), "nameko-rpc", f"{rabbit_stage.service}.echo")
    message = taken.next()
    message.answer(b"{}")
    assert message.sender is None


def test_a_queue_that_exists_with_other_arguments_is_told_in_the_log(
    rabbit: AmqpTransport, service: str, plain: amqp.Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chassis.bus.amqp.consumer.START_SECONDS", 0.2)
    plain.queue_declare(f"rpc-{service}", durable=True, auto_delete=False)
    with structlog.testing.capture_logs() as lines:
        running = rabbit.serve(service, echo, 20)
    assert not running.is_consuming
    assert "inequivalent arg 'durable'" in lines[0]["reason"]
    plain.queue_delete(f"rpc-{service}")
    eventually(lambda: running.is_consuming)
    running.stop()
