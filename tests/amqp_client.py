"""A client of the message bus that is no part of the product."""

from typing import Any

import kombu


def connect(url: str, **options: Any) -> Any:
    """A connected kombu Connection to a broker URL. Raises what kombu raises."""
    connection = kombu.Connection(url, login_method="PLAIN", **options)
    connection.connect()
    return connection
