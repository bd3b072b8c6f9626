"""Connections to RabbitMQ by kombu, for everything but calls and events (`bus/amqp/`)."""

from typing import Any

import kombu
from kombu.transport import pyamqp

from services.chassis.bus.address import Address
from services.chassis.bus.amqp.connection import HEARTBEAT, PATIENCE, AmqpConnection

ERRORS = (*pyamqp.Transport.connection_errors, *pyamqp.Transport.channel_errors)
"""What a method of a connection or channel raises when it fails."""


class _Transport(pyamqp.Transport):  # type: ignore[misc]  # kombu has no types
    Connection = AmqpConnection


def connect(address: Address, part: str) -> Any:
    """A connected kombu Connection, to be used as a context manager. Raises one of ERRORS.

    `part` is part of the connection name that RabbitMQ shows.
    """
    connection = connection_of(address, part)
    try:
        connection.connect()
    except ERRORS:
        connection.release()
        raise
    return connection


def connection_of(address: Address, part: str) -> Any:
    """A kombu Connection that is not connected yet."""
    host, port = address.host.rsplit(":", 1)
    return kombu.Connection(
        host,
        address.user,
        address.password,
        address.vhost,
        int(port),
        transport=_Transport,
        ssl=address.ssl_options,
        login_method="PLAIN",
        connect_timeout=PATIENCE,
        heartbeat=HEARTBEAT,
        transport_options={"client_properties": address.client_properties(part)},
    )
