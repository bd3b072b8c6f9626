"""Consumes the calls of a service and sends the replies.

A reply and its acknowledgement are written together: one system call less per call, and a process cannot die between
the two (docs/decisions/0011-speed.md#calls).
"""

import functools
from collections.abc import Callable
from typing import Any

from services.chassis import faultpoints, observability
from services.chassis.bus import headers, topology
from services.chassis.bus.address import Address
from services.chassis.bus.amqp import declaring
from services.chassis.bus.amqp.connection import Connection, ConnectionLost
from services.chassis.bus.amqp.consumer import Consumer, Delivery, Handler
from services.chassis.bus.transport import CallMessage
from services.chassis.faultpoints import FaultPoint

log = observability.log()


class Server:
    """Consumes from construction until `stop`. Replies use a channel of their own, without confirms."""

    def __init__(self, address: Address, service: str, on_call: Callable[[CallMessage], None], prefetch: int) -> None:
        self._service, self._on_call = service, on_call
        self._reply_channel: tuple[Connection, Any] | None = None
        self._consumer = Consumer(address, f"calls of {service}", prefetch, self._setup)

    @property
    def is_consuming(self) -> bool:
        return self._consumer.is_consuming

    def stop(self) -> None:
        """Stop consuming; returns when all calls in flight are answered and acknowledged."""
        self._consumer.stop()

    def _setup(self, connection: Connection) -> dict[str, Handler]:
        (queue,) = declaring.declare_and_keep(connection, [topology.call_queue(self._service)])
        declaring.keep_exchange(connection, topology.events_of(self._service))
        self._reply_channel = connection, connection.channel()
        return {queue: self._on_message}

    def _on_message(self, delivery: Delivery) -> None:
        service, _, operation = delivery.routing_key.rpartition(".")
        if not delivery.is_readable:
            delivery.refuse("properties cannot be decoded")
        elif service != self._service:
            delivery.refuse("routing key names no operation of the service", service=self._service)
        elif headers.is_late(delivery.headers):
            delivery.acknowledge()
        else:
            reply = functools.partial(self._reply, delivery)
            sender = delivery.properties.get("user_id")
            self._on_call(CallMessage(service, operation, delivery.body, delivery.headers, sender, reply))

    def _reply(self, delivery: Delivery, body: bytes) -> None:
        """Send the reply and acknowledge the call, in one system call: no crash can come between the two.

        After a reconnect only the reply is sent; RabbitMQ redelivers the call. Without a connection nothing is sent.
        """
        reply_to = delivery.properties.get("reply_to")
        address = topology.reply_address(reply_to) if reply_to else None
        if address and self._reply_channel:
            connection, channel = self._reply_channel
            correlation_id = delivery.properties.get("correlation_id")
            reply = connection.publishing(
                channel, *address, connection.message(body, correlation_id=correlation_id, delivery_mode=1)
            )
            if connection is delivery.connection:
                delivery.acknowledge(
                    reply, then=lambda: faultpoints.hit(FaultPoint.RESPONSE_SENT, delivery.routing_key)
                )
                return
            try:
                connection.send(*reply)
            except ConnectionLost:
                log.info("reply not sent: connection lost", key=delivery.routing_key)
        elif reply_to:
            log.warning("reply not sent: reply_to addresses a service", key=delivery.routing_key, reply_to=reply_to)
        faultpoints.hit(FaultPoint.RESPONSE_SENT, delivery.routing_key)
        delivery.acknowledge()
