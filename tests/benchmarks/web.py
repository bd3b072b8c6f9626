"""Asking for pages as browsers do that share nothing: a connection for each request, on which nothing else is said.

Plain sockets, because a client that computes takes the cores from what is measured.
"""

import re
import socket
from html import unescape
from urllib.parse import urlencode

CHUNK = 65536
FIELD = re.compile(r'<input[^>]*name="(csrf_token|once)"[^>]*value="([^"]*)"')
COOKIE = re.compile(rb"(?i)set-cookie: (\w+)=([^;\r]+)")


class WrongAnswer(Exception):
    """The portal answered something else than a benchmark may count."""


class Visitor:
    """Somebody at `http://127.0.0.1:{port}`, with cookies; `bearer` is a token of the API."""

    def __init__(self, port: int, *, cookies: dict[str, str] | None = None, bearer: str = "") -> None:
        self._port, self.cookies, self._bearer = port, dict(cookies or {}), bearer

    def get(self, path: str) -> bytes:
        """The page. Raises WrongAnswer unless it is there."""
        return self.ask(f"GET {path} HTTP/1.1\r\n", b"", 200)

    def post(self, path: str, fields: dict[str, str]) -> bytes:
        """Send a form. Raises WrongAnswer unless it led on to another page."""
        body = urlencode(fields).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self.ask(f"POST {path} HTTP/1.1\r\n{kind}", body, 303)

    def form(self, path: str, action: str) -> dict[str, str]:
        """The hidden fields of the form on a page that leads to `action`, and the cookie that belongs to it."""
        page = self.get(path).decode()
        form = page.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
        return {name: unescape(value) for name, value in FIELD.findall(form)}

    def ask(self, head: str, body: bytes, expected: int) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = f"Host: 127.0.0.1:{self._port}\r\nConnection: close\r\nAccept-Language: nl\r\n"
        told += f"Cookie: {cookies}\r\n" if cookies else ""
        told += f"Authorization: Bearer {self._bearer}\r\n" if self._bearer else ""
        parts = []
        with socket.create_connection(("127.0.0.1", self._port), timeout=30) as connection:
            connection.sendall(f"{head}{told}\r\n".encode() + body)
            while part := connection.recv(CHUNK):
                parts.append(part)
        headers, _, content = b"".join(parts).partition(b"\r\n\r\n")
        if not headers.startswith(b"HTTP/1.1 %d " % expected):
            raise WrongAnswer(f"{head.splitlines()[0]}: {headers[:200]!r} {content[:500]!r}")
        self.cookies |= {name.decode(): value.decode() for name, value in COOKIE.findall(headers)}
        return content
