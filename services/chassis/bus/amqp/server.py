"""Taking the calls of a service, and answering them."""

import functools
from collections.abc import Callable
from typing import Any

from services.chassis import faultpoints, observability
from services.chassis.bus import headers
from services.chassis.bus.amqp import topology
from services.chassis.bus.amqp.address import Address
from services.chassis.bus.amqp.connection import Connection, ConnectionLost
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.transport import CallMessage
from services.chassis.faultpoints import FaultPoint

log = observability.log()


class Server:
    """Runs from its making until `stop`. Answers go over one channel of their own, without confirms."""

    def __init__(self, address: Address, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> None:
        self._service, self._on_call = service, on_call
        self._way_out: tuple[Connection, Any] | None = None
        self._consumer = Consumer(address, f"calls of {service}", prefetch, self._setup)

    @property
    def is_consuming(self) -> bool:
        """Whether calls reach this process at this moment."""
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Take no more. What is in hand is answered and acknowledged before this returns."""
        self._consumer.stop()

    def _setup(self, link: Connection) -> dict[str, Handler]:
        channel = link.channel()
        queue = topology.declare_calls(channel, self._service)
        self._way_out = link, channel
        return {queue: self._take}

    def _take(self, delivery: Delivery) -> None:
        service, _, operation = delivery.routing_key.rpartition(".")
        if not delivery.is_readable:
            delivery.refuse("its properties cannot be read")
        elif service != self._service:
            delivery.refuse("its routing key names no operation", service=self._service)
        elif headers.is_late(delivery.headers):
            delivery.acknowledge()
        else:
            answer = functools.partial(self._answer, delivery)
            sender = delivery.properties.get("user_id")
            self._on_call(CallMessage(service, operation, delivery.body, delivery.headers, sender, answer))

    def _answer(self, delivery: Delivery, body: bytes) -> None:
        """Send the answer and acknowledge the call, in one piece where its connection still stands.

        Over a new connection the answer is sent alone: RabbitMQ gives the call out again. Over none nothing is done.
        """
        reply_to = delivery.properties.get("reply_to")
        way = topology.way_back(reply_to) if reply_to else None
        if way and self._way_out:
            link, channel = self._way_out
            correlation = delivery.properties.get("correlation_id")
            answer = link.publishing(channel, *way, link.message(body, correlation_id=correlation, delivery_mode=1))
            if link is delivery.link:
                delivery.acknowledge(answer, then=lambda: faultpoints.hit(FaultPoint.ANSWER_SENT, delivery.routing_key))
                return
            try:
                link.send(*answer)
            except ConnectionLost:
                log.info("answer not sent", key=delivery.routing_key)
        elif reply_to:
            log.warning("answer not sent to a service", key=delivery.routing_key, reply_to=reply_to)
        faultpoints.hit(FaultPoint.ANSWER_SENT, delivery.routing_key)
        delivery.acknowledge()
