"""The ack batcher acknowledges several messages at once, and each delivery tag exactly once."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import amqp
import pytest
from amqp import spec

from services.chassis.bus.amqp.ack_batcher import AckBatcher
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer
from tests.eventually import eventually
from tests.services.chassis.bus.endpoint import Collector, Endpoint


class RecordedChannel:
    """A channel that delivered `count` messages. Records the frames that were sent and the messages that were
    released."""

    def __init__(self, count: int, together: int = 3) -> None:
        self.sent, self.released = list[Any](), list[int]()
        self.batcher = AckBatcher(WriteCoalescer(self._send), None, together)
        for tag in range(1, count + 1):
            self.batcher.register(tag)

    def _send(self, frames: Sequence[Any]) -> None:
        self.sent += [frame if isinstance(frame, str) else (frame[1], *frame[3]) for frame in frames]

    def acknowledge(self, *tags: int, before: Sequence[Any] = ()) -> None:
        for tag in tags:
            self.batcher.acknowledge(tag, self._release(tag), before)

    def reject(self, tag: int) -> None:
        self.batcher.reject(tag, self._release(tag), requeue=True)

    def _release(self, tag: int) -> Callable[[], None]:
        return lambda: self.released.append(tag)


ACK, REJECT = spec.Basic.Ack, spec.Basic.Reject


def test_one_acknowledgement_covers_all_settled_messages() -> None:
    recorded = RecordedChannel(5)
    recorded.acknowledge(1, 2, 3)
    assert (recorded.sent, recorded.released) == ([(ACK, 3, True)], [1, 2, 3])


def test_an_incomplete_batch_waits_while_messages_are_unsettled() -> None:
    recorded = RecordedChannel(5)
    recorded.acknowledge(1, 2)
    assert (recorded.sent, recorded.released) == ([], [])


def test_an_incomplete_batch_is_sent_when_no_message_is_unsettled() -> None:
    recorded = RecordedChannel(2)
    recorded.acknowledge(1, 2)
    assert recorded.sent == [(ACK, 2, True)]


def test_a_single_message_is_acknowledged_individually() -> None:
    recorded = RecordedChannel(1)
    recorded.acknowledge(1)
    assert recorded.sent == [(ACK, 1, False)]


def test_messages_after_an_unsettled_one_are_acknowledged_individually() -> None:
    recorded = RecordedChannel(5)
    recorded.acknowledge(1, 3, 5)
    assert recorded.sent == [(ACK, 1, True), (ACK, 3, False), (ACK, 5, False)]


def test_a_rejection_is_sent_at_once_with_the_acknowledgements_that_waited_for_it() -> None:
    recorded = RecordedChannel(3)
    recorded.acknowledge(1, 3)
    recorded.reject(2)
    assert (recorded.sent, recorded.released) == ([(REJECT, 2, True), (ACK, 3, True)], [2, 1, 3])


def test_a_reply_is_sent_with_the_waiting_acknowledgements() -> None:
    recorded = RecordedChannel(5)
    recorded.acknowledge(1)
    recorded.acknowledge(2, before=["answer"])
    assert recorded.sent == ["answer", (ACK, 2, True)]


@pytest.mark.parametrize("seed", range(20))
def test_each_tag_is_acknowledged_once_in_any_order(seed: int) -> None:
    rng = random.Random(seed)
    count = rng.randint(1, 40)
    recorded, tags = RecordedChannel(count, together=rng.randint(1, 10)), list(range(1, count + 1))
    rng.shuffle(tags)
    for tag in tags:
        recorded.reject(tag) if rng.random() < 0.2 else recorded.acknowledge(tag)
    known = set(range(1, count + 1))
    for method, tag, several in recorded.sent:
        assert tag in known
        known -= {lower for lower in known if lower <= tag} if method is ACK and several else {tag}
    assert known == set()
    assert sorted(recorded.released) == sorted(tags)


def test_rabbitmq_accepts_every_acknowledgement_and_keeps_no_message(
    amqp_endpoint: Endpoint, channel: amqp.Channel
) -> None:
    received, subscription = Collector(), amqp_endpoint.subscription()
    consumer = amqp_endpoint.consume_events(subscription, on_event=received.put, prefetch=20)
    amqp_endpoint.publish_all(*(amqp_endpoint.event(n) for n in range(60)))
    rng = random.Random(7)
    unsettled = [received.next() for _ in range(20)]
    for remaining in reversed(range(60)):
        unsettled.pop(rng.randrange(len(unsettled))).settle(True)
        while len(unsettled) < min(remaining, 8):
            unsettled.append(received.next())
    assert consumer.is_consuming
    consumer.stop()
    assert received.empty()
    assert eventually(lambda: channel.queue_declare(subscription.queue, passive=True).consumer_count == 0)
    assert channel.queue_declare(subscription.queue, passive=True).message_count == 0
