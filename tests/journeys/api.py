"""A program at the other end of the wire: it speaks HTTP with the API, and opens mails of the demo's mailbox."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from eventually import eventually
from portal import PASSWORD, Portal


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    json: Any
    headers: Any


class Program:
    """Somebody's program, with its token once it has logged in."""

    def __init__(self, portal: Portal) -> None:
        self._url, self._token = portal.url, ""

    def log_in(self, email: str, password: str = PASSWORD) -> Answer:
        begun = self.ask("POST", "/sessions", {"email": email, "password": password})
        self._token = begun.json.get("token", "")
        return begun

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> Answer:
        """`path` is below `/api/v1`. Refusals are answers too."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {} if body is None else {"Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}/api/v1{path}", sent, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return _read(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _read(refusal)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)


def set_password(portal: Portal, address: str, password: str) -> None:
    """What somebody does who was invited: open the link of the mail, choose a password."""
    link = eventually(lambda: _link(portal, address))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(portal.url + link).read().decode()
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|once|here)"[^>]*value="([^"]*)"', page))
    browser.open(portal.url + link, urllib.parse.urlencode(hidden | {"password": password}).encode()).close()


def _link(portal: Portal, address: str) -> str:
    """Empty as long as the mail has not come."""
    for path in dict.fromkeys(re.findall(r'href="(/mailbox/[0-9a-f-]{36})"', _page(portal, "/mailbox"))):
        mail = _page(portal, path)
        found = re.search(r"/password/[0-9a-f]{32}\.[\w-]{43}", mail)
        if found and address in mail:
            return found[0]
    return ""


def _page(portal: Portal, path: str) -> str:
    with urllib.request.urlopen(portal.url + path, timeout=20) as answer:
        return str(answer.read().decode())


def _read(answer: Any) -> Answer:
    body = answer.read()
    return Answer(answer.status, json.loads(body) if body else None, answer.headers)
