"""What py-amqp would read in pieces and write one by one goes over the socket at once."""

import struct

import pytest
from amqp import spec

from services.chassis.bus.address import Address
from services.chassis.bus.amqp.connection import Connection, Sending


class Counted:
    """A connection whose writes to its socket are kept."""

    def __init__(self, url: str) -> None:
        self.link = Connection(Address.of(url), "counted")
        self.channel, self.written = self.link.channel(), list[bytes]()
        transport = self.link._connection.transport
        send = transport._send

        def note(data: bytes) -> None:
            self.written.append(bytes(data))
            send(data)

        transport._send = note

    def sending(self, body: bytes) -> Sending:
        return self.link.publishing(self.channel, "", "nobody", self.link.message(body))


def test_several_methods_leave_in_one_piece(amqp_url: str) -> None:
    counted = Counted(amqp_url)
    counted.link.send_all([counted.sending(b"first"), counted.sending(b"second")])
    (written,) = counted.written
    assert written.index(b"first") < written.index(b"second")
    counted.link.close()


def test_nothing_leaves_where_one_of_them_cannot_be_written_down(amqp_url: str) -> None:
    counted = Counted(amqp_url)
    broken: Sending = counted.channel, spec.Basic.Ack, "Lb", ("no number", False), None
    with pytest.raises(struct.error, match="not an integer"):
        counted.link.send_all([counted.sending(b"first"), broken])
    assert counted.written == []
    counted.link.close()
