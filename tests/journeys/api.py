"""An HTTP client of the JSON API, and passwords set by links in the demo's mailbox."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from demo_mailbox import newest_link
from eventually import eventually
from portal import PASSWORD, Portal


@dataclass(frozen=True, slots=True)
class ApiResponse:
    status: int
    json: Any
    headers: Any


class ApiClient:
    """A client of the API, with a token after login."""

    def __init__(self, portal: Portal) -> None:
        self._url, self._token = portal.url, ""

    def log_in(self, email: str, password: str = PASSWORD) -> ApiResponse:
        response = self.request("POST", "/sessions", {"email": email, "password": password})
        self._token = response.json.get("token", "")
        return response

    def request(self, method: str, path: str, body: Any = None, *, key: str = "") -> ApiResponse:
        """`path` is below `/api/v1`. Error statuses are returned, not raised."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {} if body is None else {"Content-Type": "application/json"}
        body_ = None if body is None else json.dumps(body).encode()
        http_request = urllib.request.Request(f"{self._url}/api/v1{path}", body_, headers, method=method)
        try:
            with urllib.request.urlopen(http_request, timeout=20) as response:
                return _read(response)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error)

    def get(self, path: str) -> ApiResponse:
        return self.request("GET", path)


def set_password(portal: Portal, address: str, password: str) -> None:
    """Set the password of an invited user, with the link in the mail."""
    link = eventually(lambda: newest_link(portal, address, "/password"))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(portal.url + link).read().decode()
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|here)"[^>]*value="([^"]*)"', page))
    browser.open(portal.url + link, urllib.parse.urlencode(hidden | {"password": password}).encode()).close()


def _read(response: Any) -> ApiResponse:
    body = response.read()
    return ApiResponse(response.status, json.loads(body) if body else None, response.headers)
