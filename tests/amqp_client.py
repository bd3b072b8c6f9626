"""An AMQP client that is independent of the product's code."""

from typing import Any

import kombu


def connect(url: str, **options: Any) -> Any:
    """A connected kombu Connection to a broker URL. Raises kombu's errors."""
    connection = kombu.Connection(url, login_method="PLAIN", **options)
    connection.connect()
    return connection
