"""Request and reply with py-amqp alone, on classic queues: the minimum that a call costs.

`python -m tests.benchmarks.programs.bare_amqp AMQP_URL` is the consumer, `BareClient` its client.
"""

import json
import sys
import uuid
from typing import Any

import amqp

from services.chassis.bus.address import Address
from tests.benchmarks.programs.contract import BARE


def _connect(url: str) -> amqp.Connection:
    place = Address.of(url)
    connection = amqp.Connection(place.host, userid=place.user, password=place.password, virtual_host=place.vhost)
    connection.connect()
    return connection


class BareClient:
    """One channel and one queue for replies, both held."""

    def __init__(self, url: str) -> None:
        self._connection = _connect(url)
        self._channel = self._connection.channel()
        self._replies = self._channel.queue_declare("", exclusive=True, auto_delete=True).queue
        self._channel.basic_consume(self._replies, callback=self._take, no_ack=True)
        self._reply: Any = None

    def _take(self, message: Any) -> None:
        self._reply = message

    def call(self, **request: Any) -> dict[str, Any]:
        id, self._reply = uuid.uuid4().hex, None
        body = json.dumps({"args": [], "kwargs": request})
        message = amqp.Message(
            body, content_type="application/json", reply_to=self._replies, correlation_id=id, delivery_mode=1
        )
        self._channel.basic_publish(message, routing_key=BARE)
        while self._reply is None or self._reply.properties["correlation_id"] != id:
            self._connection.drain_events()
        return json.loads(self._reply.body)["result"]  # type: ignore[no-any-return]

    def close(self) -> None:
        self._connection.close()


def main(url: str) -> None:
    connection = _connect(url)
    channel = connection.channel()
    channel.queue_declare(BARE, durable=True, auto_delete=True)
    channel.basic_qos(0, 20, False)

    def answer(message: Any) -> None:
        body = json.dumps({"result": json.loads(message.body)["kwargs"], "error": None})
        id, reply_to = message.properties["correlation_id"], message.properties["reply_to"]
        reply = amqp.Message(body, content_type="application/json", correlation_id=id, delivery_mode=1)
        channel.basic_publish(reply, routing_key=reply_to)
        channel.basic_ack(message.delivery_tag)

    channel.basic_consume(BARE, callback=answer)
    print("ready", flush=True)
    while True:
        connection.drain_events()


if __name__ == "__main__":
    main(*sys.argv[1:])
