"""A minimal HTTP client for the portal: keeps cookies, reads the hidden fields of forms and follows no redirects."""

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
"""The time limit of a request. A page that takes longer is returned with the status 0."""
HIDDEN = re.compile(r'<input type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class NoResponse(Exception):
    """The gateway is not reachable, or the connection was lost during the request."""


@dataclass(frozen=True, slots=True)
class Page:
    """A response: `status` is 0 after a timeout, `location` the target of a redirect, `retry_after` the seconds of
    `Retry-After` of a 429."""

    status: int
    text: str
    location: str
    retry_after: float = 0.0

    def hidden(self, form: str) -> dict[str, str]:
        """The hidden fields of the form with this action; empty if the page has none."""
        rest = next((part for part in self.text.split("<form")[1:] if f'action="{form}"' in part), "")
        inputs = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(rest.partition("</form>")[0])]
        return {field["name"]: unescape(field.get("value", "")) for field in inputs}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Returns a redirect as a response instead of following it."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Browser:
    """The browser of one user, with its own cookies."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _NoRedirect
        )

    def get(self, path: str) -> Page:
        """Raises NoResponse."""
        return self._request(path, None)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Raises NoResponse; the request may have been processed."""
        return self._request(path, urllib.parse.urlencode(fields).encode())

    def _request(self, path: str, body: bytes | None) -> Page:
        try:
            with self._opener.open(self._url + path, body, timeout=SECONDS) as response:
                return Page(response.status, response.read().decode(), "")
        except urllib.error.HTTPError as response:
            with response:
                text, location = response.read().decode(errors="replace"), response.headers.get("Location", "")
                rate_limited = response.code == 429
                return Page(
                    response.code,
                    text,
                    location,
                    float(response.headers.get("Retry-After", 5)) if rate_limited else 0.0,
                )
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
                return Page(0, f"no response within {SECONDS:.0f} s", "")
            raise NoResponse from error
