"""Keeps a connection alive when py-amqp cannot decode a message.

Undecodable properties are replaced by the content type `UNREADABLE`, and with an undecodable exchange or routing key
both names are empty. py-amqp raises for such a message and ends the connection, and the broker would redeliver it after
every reconnect (a poison message).
"""

from collections.abc import Callable
from struct import pack
from typing import Any

from amqp import spec
from amqp.method_framing import frame_handler
from amqp.serialization import decode_properties_basic

UNREADABLE = "application/x-unreadable"
"""Content type that replaces properties which cannot be decoded."""

_HEADER_FRAME = 2
_BEFORE_PROPERTIES = 12
"""Bytes of a header frame before its properties: class id (2), weight (2), body size (8)."""
_ONLY_CONTENT_TYPE = pack(">HB", 0x8000, len(UNREADABLE)) + UNREADABLE.encode()
"""Property flags and the only property."""
_BEFORE_CONSUMER, _AFTER_CONSUMER = 4, 9
"""Bytes of Basic.Deliver: class id (2) and method id (2); delivery tag (8) and redelivered (1)."""


def tolerant_frame_handler(connection: Any, dispatch: Callable[..., Any]) -> Callable[[Any], Any]:
    """py-amqp's frame handler, with undecodable properties and names replaced."""

    def dispatch_tolerantly(channel: int, method: Any, payload: bytes, content: Any) -> Any:
        try:
            return dispatch(channel, method, payload, content)
        except UnicodeDecodeError:
            if method != spec.Basic.Deliver:
                raise
            return dispatch(channel, method, _with_empty_names(payload), content)

    def on_frame(frame: tuple[int, int, bytes]) -> Any:
        kind, channel, payload = frame
        try:
            return handle(frame)
        except Exception:  # no header may end the connection, whatever py-amqp raises
            if kind != _HEADER_FRAME or _is_readable(payload):
                raise
        return handle((kind, channel, payload[:_BEFORE_PROPERTIES] + _ONLY_CONTENT_TYPE))

    handle: Callable[[Any], Any] = frame_handler(connection, dispatch_tolerantly)
    return on_frame


def _is_readable(header: bytes) -> bool:
    try:
        decode_properties_basic(header, _BEFORE_PROPERTIES)
    except Exception:
        return False
    return True


def _with_empty_names(delivery: bytes) -> bytes:
    """The arguments of Basic.Deliver with empty names for exchange and routing key."""
    end_of_consumer = _BEFORE_CONSUMER + 1 + delivery[_BEFORE_CONSUMER]
    return delivery[: end_of_consumer + _AFTER_CONSUMER] + b"\0\0"
