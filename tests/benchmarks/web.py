"""An HTTP client that opens a connection for each request.

It uses plain sockets, because a slower client would take CPU time from the measured processes.
"""

import re
import socket
from html import unescape
from urllib.parse import urlencode

CHUNK = 65536
FIELD = re.compile(r'<input[^>]*name="(csrf_token|once)"[^>]*value="([^"]*)"')
COOKIE = re.compile(rb"(?i)set-cookie: (\w+)=([^;\r]+)")


class UnexpectedResponse(Exception):
    """The portal responded with another status than the benchmark expects."""


class Visitor:
    """A client of `http://127.0.0.1:{port}` with cookies; `bearer` is a token of the API."""

    def __init__(self, port: int, *, cookies: dict[str, str] | None = None, bearer: str = "") -> None:
        self._port, self.cookies, self._bearer = port, dict(cookies or {}), bearer

    def get(self, path: str) -> bytes:
        """The page. Raises UnexpectedResponse unless the status is 200."""
        return self.request(f"GET {path} HTTP/1.1\r\n", b"", 200)

    def post(self, path: str, fields: dict[str, str]) -> bytes:
        """Submit a form. Raises UnexpectedResponse unless the response is a redirect."""
        body = urlencode(fields).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self.request(f"POST {path} HTTP/1.1\r\n{kind}", body, 303)

    def form(self, path: str, action: str) -> dict[str, str]:
        """The hidden fields of the form with this action; also stores the page's cookies."""
        page = self.get(path).decode()
        form = page.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
        return {name: unescape(value) for name, value in FIELD.findall(form)}

    def request(self, head: str, body: bytes, expected: int) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers_ = f"Host: 127.0.0.1:{self._port}\r\nConnection: close\r\nAccept-Language: nl\r\n"
        headers_ += f"Cookie: {cookies}\r\n" if cookies else ""
        headers_ += f"Authorization: Bearer {self._bearer}\r\n" if self._bearer else ""
        parts = []
        with socket.create_connection(("127.0.0.1", self._port), timeout=30) as connection:
            connection.sendall(f"{head}{headers_}\r\n".encode() + body)
            while part := connection.recv(CHUNK):
                parts.append(part)
        headers, _, content = b"".join(parts).partition(b"\r\n\r\n")
        if not headers.startswith(b"HTTP/1.1 %d " % expected):
            raise UnexpectedResponse(f"{head.splitlines()[0]}: {headers[:200]!r} {content[:500]!r}")
        self.cookies |= {name.decode(): value.decode() for name, value in COOKIE.findall(headers)}
        return content
