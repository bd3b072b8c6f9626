"""Acknowledgements leave together where they can, and RabbitMQ never hears of a message that it does not know."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import amqp
import pytest
from amqp import spec

from services.chassis.bus.amqp.ack_batcher import AckBatcher
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer
from tests.eventually import eventually
from tests.services.chassis.bus.stage import Box, Stage


class Way:
    """The way out of a channel that gave `count` messages: what left, and which are `deleted`."""

    def __init__(self, count: int, together: int = 3) -> None:
        self.left, self.deleted = list[Any](), list[int]()
        self.receipts = AckBatcher(WriteCoalescer(self._send), None, together)
        for tag in range(1, count + 1):
            self.receipts.register(tag)

    def _send(self, sendings: Sequence[Any]) -> None:
        self.left += [one if isinstance(one, str) else (one[1], *one[3]) for one in sendings]

    def acknowledge(self, *tags: int, before: Sequence[Any] = ()) -> None:
        for tag in tags:
            self.receipts.acknowledge(tag, self._gone(tag), before)

    def reject(self, tag: int) -> None:
        self.receipts.reject(tag, self._gone(tag), requeue=True)

    def _gone(self, tag: int) -> Callable[[], None]:
        return lambda: self.deleted.append(tag)


ACK, REJECT = spec.Basic.Ack, spec.Basic.Reject


def test_one_speaks_for_all_that_are_done() -> None:
    way = Way(5)
    way.acknowledge(1, 2, 3)
    assert (way.left, way.deleted) == ([(ACK, 3, True)], [1, 2, 3])


def test_fewer_wait_while_another_is_in_hand() -> None:
    way = Way(5)
    way.acknowledge(1, 2)
    assert (way.left, way.deleted) == ([], [])


def test_none_waits_when_nothing_is_in_hand() -> None:
    way = Way(2)
    way.acknowledge(1, 2)
    assert way.left == [(ACK, 2, True)]


def test_one_that_is_alone_speaks_for_itself() -> None:
    way = Way(1)
    way.acknowledge(1)
    assert way.left == [(ACK, 1, False)]


def test_what_came_after_one_in_hand_speaks_for_itself() -> None:
    way = Way(5)
    way.acknowledge(1, 3, 5)
    assert way.left == [(ACK, 1, True), (ACK, 3, False), (ACK, 5, False)]


def test_what_goes_back_goes_at_once_and_lets_those_go_that_waited_for_it_alone() -> None:
    way = Way(3)
    way.acknowledge(1, 3)
    way.reject(2)
    assert (way.left, way.deleted) == ([(REJECT, 2, True), (ACK, 3, True)], [2, 1, 3])


def test_an_answer_takes_along_what_is_done() -> None:
    way = Way(5)
    way.acknowledge(1)
    way.acknowledge(2, before=["answer"])
    assert way.left == ["answer", (ACK, 2, True)]


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_each_is_told_once_and_none_that_is_unknown(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(1, 40)
    way, tags = Way(count, together=chance.randint(1, 10)), list(range(1, count + 1))
    chance.shuffle(tags)
    for tag in tags:
        way.reject(tag) if chance.random() < 0.2 else way.acknowledge(tag)
    known = set(range(1, count + 1))
    for method, tag, several in way.left:
        assert tag in known
        known -= {one for one in known if one <= tag} if method is ACK and several else {tag}
    assert known == set()
    assert sorted(way.deleted) == sorted(tags)


def test_rabbitmq_knows_all_that_it_is_told_and_is_told_of_all(rabbit_stage: Stage, plain: amqp.Channel) -> None:
    taken, subscription = Box(), rabbit_stage.subscription()
    running = rabbit_stage.consume_events(subscription, on_event=taken.put, prefetch=20)
    rabbit_stage.bring(*(rabbit_stage.event(n) for n in range(60)))
    chance = random.Random(7)
    in_hand = [taken.next() for _ in range(20)]
    for left in reversed(range(60)):
        in_hand.pop(chance.randrange(len(in_hand))).settle(True)
        while len(in_hand) < min(left, 8):
            in_hand.append(taken.next())
    assert running.is_consuming
    running.stop()
    assert taken.empty()
    assert eventually(lambda: plain.queue_declare(subscription.queue, passive=True).consumer_count == 0)
    assert plain.queue_declare(subscription.queue, passive=True).message_count == 0
