"""Files a service request through the portal's pages over HTTP, and looks the mail up in the mail catcher.

Speaks as the proxy in front of the portal does: plain HTTP with the portal's host name and `X-Forwarded-Proto: https`.
"""

import http.client
import json
import re
import time
import urllib.parse
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

from deploy.containers.shell import TrialFailed

ANSWERS = {"category": "paper_jam", "description": "Paper gets stuck in tray 2.", "urgency": "normal"}


class Browser:
    """Keeps cookies and follows redirects, without JavaScript."""

    def __init__(self, address: str, host: str) -> None:
        self._address, self._cookies = address, dict[str, str]()
        self._headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}

    def get(self, path: str) -> "Page":
        return self._ask("GET", path, "")

    def post(self, path: str, fields: dict[str, str]) -> "Page":
        return self._ask("POST", path, urllib.parse.urlencode(fields))

    def _ask(self, method: str, path: str, body: str) -> "Page":
        connection = http.client.HTTPConnection(self._address, timeout=30)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body or None, self._headers | cookies | kind)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for header in answer.msg.get_all("Set-Cookie", []):
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}
        if answer.status in (302, 303):
            target = urllib.parse.urlsplit(answer.headers["Location"])
            return self.get(target.path + (f"?{target.query}" if target.query else ""))
        if answer.status != 200:
            raise TrialFailed(f"{method} {path} was answered with {answer.status}:\n{text[:2000]}")
        return Page(path, text)


class Page(HTMLParser):
    """A page with the fields of its forms, by the address that each form is sent to."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path, self.text, self.forms = path, text, dict[str, dict[str, str]]()
        self._form: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(values.get("action", ""), {})
        elif tag == "input" and "name" in values and (values.get("type") != "radio" or "checked" in values):
            self._form[values["name"]] = values.get("value", "")


def log_in(browser: Browser, email: str, password: str) -> None:
    """Raises TrialFailed when the portal does not let the person in."""
    form = browser.get("/login").forms["/login"]
    page = browser.post("/login", form | {"email": email, "password": password})
    if "/login" in page.forms:
        raise TrialFailed(f"{email} could not log in:\n{page.text[:2000]}")


def file_request(browser: Browser) -> str:
    """Fill in the form for the first machine in the list, check it, send it. Returns the reference number."""
    machine = re.search(r'href="/machines/([0-9a-f-]{36})"', browser.get("/machines").text)
    if not machine:
        raise TrialFailed("The list of machines is empty")
    form = browser.get(f"/service-requests/new?machine={machine[1]}").forms["/service-requests/check"]
    check = browser.post("/service-requests/check", form | ANSWERS)
    if "/service-requests" not in check.forms:
        raise TrialFailed(f"The form was refused:\n{check.text[:4000]}")
    received = browser.post("/service-requests", check.forms["/service-requests"])
    reference = received.path.removeprefix("/service-requests/").removesuffix("/received")
    if reference not in received.text:
        raise TrialFailed(f"The page {received.path} does not show the reference number")
    return reference


def wait_for_mail(address: str, recipient: str, reference: str, within: float = 60) -> str:
    """Subject of the mail to `recipient` with `reference` in it. `address` is that of the mail catcher's web page."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        for message in _fetch(address, "/api/v1/messages")["messages"]:
            text = _fetch(address, f"/api/v1/message/{message['ID']}")["Text"]
            if recipient in [to["Address"] for to in message["To"]] and reference in message["Subject"] + text:
                return str(message["Subject"])
        time.sleep(0.5)
    raise TrialFailed(f"No mail about {reference} to {recipient} arrived within {within:.0f} s")


def _fetch(address: str, path: str) -> Any:
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
