"""Delivers messages whose properties or routing key cannot be decoded as `UNREADABLE` instead of ending the connection.

py-amqp raises while it decodes such a message. The broker would redeliver it over the next connection, and so on.
"""

from collections.abc import Callable
from struct import pack
from typing import Any

from amqp import spec
from amqp.method_framing import frame_handler
from amqp.serialization import decode_properties_basic

UNREADABLE = "application/x-unreadable"
"""Content type that replaces properties which cannot be decoded."""

_HEADER = 2
_BEFORE_PROPERTIES = 12
_ONLY_CONTENT_TYPE = pack(">HB", 0x8000, len(UNREADABLE)) + UNREADABLE.encode()
_BEFORE_CONSUMER, _DELIVERY_TAG_AND_FLAGS = 4, 9


def forgiving_frames(connection: Any, dispatch: Callable[..., Any]) -> Callable[[Any], Any]:
    """py-amqp's frame handler, with undecodable properties and addresses replaced."""

    def dispatch_readable(channel: int, method: Any, payload: bytes, content: Any) -> Any:
        try:
            return dispatch(channel, method, payload, content)
        except UnicodeDecodeError:
            if method != spec.Basic.Deliver:
                raise
            return dispatch(channel, method, _with_empty_address(payload), content)

    def on_frame(frame: tuple[int, int, bytes]) -> Any:
        kind, channel, payload = frame
        try:
            return handle(frame)
        except Exception:  # no header may end the connection, whatever py-amqp raises
            if kind != _HEADER or _is_readable(payload):
                raise
        return handle((kind, channel, payload[:_BEFORE_PROPERTIES] + _ONLY_CONTENT_TYPE))

    handle: Callable[[Any], Any] = frame_handler(connection, dispatch_readable)
    return on_frame


def _is_readable(header: bytes) -> bool:
    try:
        decode_properties_basic(header, _BEFORE_PROPERTIES)
    except Exception:
        return False
    return True


def _with_empty_address(delivery: bytes) -> bytes:
    """The arguments of Basic.Deliver with empty names for exchange and routing key."""
    end_of_consumer = _BEFORE_CONSUMER + 1 + delivery[_BEFORE_CONSUMER]
    return delivery[: end_of_consumer + _DELIVERY_TAG_AND_FLAGS] + b"\0\0"
