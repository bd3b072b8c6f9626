"""A browser without a window: cookies, forms and what they hold, and answers as they come."""

import http.client
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html import unescape
from typing import Any

SECONDS = 30.0
"""Longer than any page may take: a page that takes longer hangs."""
HIDDEN = re.compile(r'<input type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class NoAnswer(Exception):
    """The gateway is away, or went away meanwhile."""


@dataclass(frozen=True, slots=True)
class Page:
    """`goal` is where it leads on to, `wait` how many seconds it asks for before a further try."""

    status: int
    text: str
    goal: str
    wait: float = 0.0

    def hidden(self, form: str) -> dict[str, str]:
        """What the form that is sent to an address holds unseen; nothing where the page has none."""
        text = next((part for part in self.text.split("<form")[1:] if f'action="{form}"' in part), "")
        found = [dict(ATTRIBUTE.findall(one)) for one in HIDDEN.findall(text.partition("</form>")[0])]
        return {one["name"]: unescape(one.get("value", "")) for one in found}


class _Stay(urllib.request.HTTPRedirectHandler):
    """An address to go on to is an answer like any other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Browser:
    """Of one user."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay
        )

    def get(self, path: str) -> Page:
        """Raises NoAnswer."""
        return self._ask(path, None)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Raises NoAnswer: it may have been done."""
        return self._ask(path, urllib.parse.urlencode(fields).encode())

    def _ask(self, path: str, body: bytes | None) -> Page:
        try:
            with self._opener.open(self._url + path, body, timeout=SECONDS) as answer:
                return Page(answer.status, answer.read().decode(), "")
        except urllib.error.HTTPError as answer:
            with answer:
                text, goal = answer.read().decode(errors="replace"), answer.headers.get("Location", "")
                tired = answer.code == 429
                return Page(answer.code, text, goal, float(answer.headers.get("Retry-After", 5)) if tired else 0.0)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
                return Page(0, f"no answer in {SECONDS:.0f} s", "")
            raise NoAnswer from error
