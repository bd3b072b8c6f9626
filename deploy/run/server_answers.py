"""Answers of the HTTP servers to requests that do not reach the gateway: status, security headers and no text."""

from collections.abc import Mapping
from http import HTTPStatus


def answer(status: int, headers: Mapping[str, str]) -> bytes:
    """A complete response without a body, after which the connection is closed."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close", "Content-Length: 0"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
