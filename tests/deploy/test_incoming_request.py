"""When a request counts as received: a thread that parses it must not have to wait for the client."""

import pytest

from deploy.run.incoming_request import LONGEST_BODY, IncomingRequest

HEAD = b"POST / HTTP/1.1\r\nHost: portal\r\n"


def _received(*parts: bytes) -> IncomingRequest:
    incoming = IncomingRequest(0.0)
    for part in parts:
        incoming.feed(part, 0.0)
    return incoming


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"Content-Length: 5", b"12345"),
        (b"content-length:0000000005", b"12345"),
        (b"Transfer-Encoding: identity\r\nContent-Length: 5", b"12345"),
        (b"Transfer-Encoding: chunked", b"5\r\n12345\r\n0\r\n\r\n"),
        (b"Transfer-Encoding: chunked", b"000000000005;a=b\r\n12345\r\n0\r\n\r\n"),
    ],
)
def test_request_is_complete_with_the_last_byte_of_its_body(header: bytes, body: bytes) -> None:
    head = HEAD + header + b"\r\n\r\n"
    assert not _received(head, body[:-1]).is_complete
    complete = _received(head, body)
    assert (complete.is_complete, complete.is_too_long) == (True, False)


@pytest.mark.parametrize("length", [b"524289", b"9999999999", b"9" * 5000])
def test_announced_length_beyond_the_limit_is_too_long(length: bytes) -> None:
    incoming = _received(HEAD + b"Content-Length: " + length + b"\r\n\r\n")
    assert (incoming.is_complete, incoming.is_too_long) == (True, True)


def test_chunk_of_any_announced_size_is_received_up_to_the_limit() -> None:
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    assert not _received(head, b"fffffffff\r\n12345").is_complete
    incoming = _received(head, b"fffffffff\r\n", b"x" * LONGEST_BODY)
    assert (incoming.is_complete, incoming.is_too_long) == (True, True)
