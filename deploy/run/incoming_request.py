"""An HTTP/1.1 request while its bytes arrive: detects when it is complete, without parsing it."""

import re

HEAD_SECONDS = 10.0
"""Seconds within which the head of a request must arrive, counted from its first byte or the new connection."""
BODY_SECONDS = 30.0
"""Seconds within which the body must arrive, counted from the end of the head."""
LONGEST_HEAD = 64 * 1024
LONGEST_BODY = 512 * 1024
"""Twice the gateway's limit. The gateway refuses a longer body without reading it."""

_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*0*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:.*chunked", re.IGNORECASE | re.MULTILINE)
_EXPECT = re.compile(rb"^expect[ \t]*:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD = b"\r\n\r\n"


class IncomingRequest:
    """The bytes received so far and the deadline for the rest (`time.monotonic`).

    A request that is malformed or too long counts as complete: the server's parser refuses it.
    """

    def __init__(self, now: float) -> None:
        self.received = bytearray()
        self.deadline = now + HEAD_SECONDS
        self.is_complete = self.is_too_long = self.awaits_continue = False
        self._body = 0  # where the body begins, 0 until the head is complete
        self._end: int | None = None  # where the body ends, None if it is chunked
        self._chunk = 0  # where the next chunk begins

    def feed(self, data: bytes, now: float) -> None:
        searched = max(0, len(self.received) - len(_END_OF_HEAD))
        self.received += data
        if not self._body:
            self._find_head(searched, now)
        if self._body and not self.is_complete:
            self.is_complete = self._has_body()

    def _find_head(self, searched: int, now: float) -> None:
        end = self.received.find(_END_OF_HEAD, searched)
        if end < 0:
            self.is_complete = self.is_too_long = len(self.received) > LONGEST_HEAD
            return
        head = bytes(self.received[: end + 2])
        self._body = self._chunk = end + len(_END_OF_HEAD)
        self.deadline = now + BODY_SECONDS
        length = _LENGTH.search(head)
        if not _CHUNKED.search(head):
            digits = length[1] if length else b"0"
            announced = int(digits) if len(digits) < len(str(LONGEST_BODY)) + 1 else LONGEST_BODY + 1
            self._end = self._body + announced
            self.is_too_long = self.is_complete = announced > LONGEST_BODY
        self.awaits_continue = bool(_EXPECT.search(head)) and not self.is_complete

    def _has_body(self) -> bool:
        if self._end is not None:
            return len(self.received) >= self._end
        if len(self.received) - self._body > LONGEST_BODY:
            self.is_too_long = True
            return True
        return self._has_chunks()

    def _has_chunks(self) -> bool:
        """Whether the last chunk and the end of the trailers have arrived (RFC 9112, 7.1)."""
        while (end_of_size := self.received.find(b"\r\n", self._chunk)) >= 0:
            size = bytes(self.received[self._chunk : end_of_size]).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]+", size):
                return True
            if int(size, 16) == 0:
                return self.received.find(_END_OF_HEAD, end_of_size) >= 0
            self._chunk = end_of_size + 2 + int(size, 16) + 2
        return False
