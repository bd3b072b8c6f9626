"""Several AMQP methods are sent in one write."""

import struct

import pytest
from amqp import spec

from services.chassis.bus.address import Address
from services.chassis.bus.amqp.connection import Connection, Sending


class RecordedConnection:
    """A connection that records its writes to the socket."""

    def __init__(self, url: str) -> None:
        self.connection = Connection(Address.of(url), "counted")
        self.channel, self.written = self.connection.channel(), list[bytes]()
        transport = self.connection._connection.transport
        send = transport._send

        def record(data: bytes) -> None:
            self.written.append(bytes(data))
            send(data)

        transport._send = record

    def sending(self, body: bytes) -> Sending:
        return self.connection.publishing(self.channel, "", "nobody", self.connection.message(body))


def test_several_methods_are_sent_in_one_write(amqp_url: str) -> None:
    recorded = RecordedConnection(amqp_url)
    recorded.connection.send_all([recorded.sending(b"first"), recorded.sending(b"second")])
    (written,) = recorded.written
    assert written.index(b"first") < written.index(b"second")
    recorded.connection.close()


def test_nothing_is_sent_when_one_method_cannot_be_encoded(amqp_url: str) -> None:
    recorded = RecordedConnection(amqp_url)
    invalid: Sending = recorded.channel, spec.Basic.Ack, "Lb", ("no number", False), None
    with pytest.raises(struct.error, match="not an integer"):
        recorded.connection.send_all([recorded.sending(b"first"), invalid])
    assert recorded.written == []
    recorded.connection.close()
