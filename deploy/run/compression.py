"""WSGI middleware of the embedded mode that compresses responses; in front of gunicorn, the proxy does.

What the pages keep secret does not show in the length of a response (BREACH): CSRF tokens are masked
(`gateway/csrf.py`), and each response is longer by a random number of bytes, in the file name that gzip's header has
room for ("Heal the BREACH", as in Django).
"""

import gzip
import io
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header, parse_options_header

TYPES = ("text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml", "application/json",
         "application/problem+json")  # fmt: skip
SHORTEST = 500
"""Responses with fewer bytes hardly become shorter."""
MOST_PADDING = 100
LEVEL = 5


class Compression:
    """Compresses text responses of known length for clients that accept gzip."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
            started[:] = [status, Headers(headers), exc_info]
            return _unsupported

        body = self._app(environ, keep)
        status, headers, exc_info = started
        is_unchanged = status.startswith("304")
        if _is_text(headers) or is_unchanged:
            headers.add("Vary", "Accept-Encoding")
            if "ETag" in headers:
                headers["ETag"] = _weak(headers["ETag"])
        accepts = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""))["gzip"] > 0
        if accepts and _is_text(headers) and _is_long(headers) and not is_unchanged:
            headers["Content-Encoding"] = "gzip"
            if environ["REQUEST_METHOD"] == "HEAD":
                del headers["Content-Length"]  # of the response to GET, whose length differs each time
            else:
                body = [_compressed(body)]
                headers["Content-Length"] = str(len(body[0]))
        start_response(status, list(headers), exc_info)
        return body


def _is_text(headers: Headers) -> bool:
    return parse_options_header(headers.get("Content-Type", ""))[0] in TYPES and "Content-Encoding" not in headers


def _is_long(headers: Headers) -> bool:
    """False for streams, whose length is unknown."""
    return int(headers.get("Content-Length", "0")) >= SHORTEST


def _weak(etag: str) -> str:
    """The compressed and the plain body are equivalent, but not equal (RFC 9110, 8.8.3.3)."""
    return etag if etag.startswith("W/") else f"W/{etag}"


def _compressed(body: Iterable[bytes]) -> bytes:
    target = io.BytesIO()
    padding = secrets.token_hex(MOST_PADDING)[: secrets.randbelow(MOST_PADDING)]
    with gzip.GzipFile(filename=padding, mode="wb", fileobj=target, compresslevel=LEVEL, mtime=0) as file:
        for part in body:
            file.write(part)
    if hasattr(body, "close"):
        body.close()
    return target.getvalue()


def _unsupported(_data: bytes) -> None:
    raise TypeError("this application returns its body")
