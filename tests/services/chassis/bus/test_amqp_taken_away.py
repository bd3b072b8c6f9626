"""Over RabbitMQ: a service knows when one of its queues gives it nothing any more, and takes again by itself."""

import amqp

from tests.eventually import eventually
from tests.services.chassis.bus.foreign import usurp
from tests.services.chassis.bus.stage import Box, Stage


def test_a_deleted_queue_of_events_is_made_again(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken = Box()
    one, other = rabbit_stage.subscription(), rabbit_stage.subscription("thing_forgotten")
    rabbit_stage.consume_events(one, other, on_event=lambda message: (message.settle(True), taken.put(message.body)))
    plain.queue_delete(one.queue)
    event = rabbit_stage.event(1, mandatory=True)
    rabbit_stage.bring(event)
    assert taken.next() == event.body


def test_one_queue_of_events_that_gives_nothing_is_told_and_mended(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    lost, kept = rabbit_stage.subscription(), rabbit_stage.subscription("thing_forgotten")
    running = rabbit_stage.consume_events(lost, kept, on_event=lambda message: message.settle(True))
    assert running.is_consuming
    usurp(plain.connection, lost.queue)
    eventually(lambda: not running.is_consuming)
    plain.queue_delete(lost.queue)
    eventually(lambda: running.is_consuming, within=60)
    assert plain.queue_declare(lost.queue, passive=True).consumer_count == 1


def test_a_deleted_queue_of_calls_is_made_again(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    running = rabbit_stage.serve()
    plain.queue_delete(f"rpc-{rabbit_stage.service}")
    eventually(lambda: not running.is_consuming)
    eventually(lambda: running.is_consuming)
    assert rabbit_stage.ask(n=1) == {"n": 1}
